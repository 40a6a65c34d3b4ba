import type { Metadata } from '../params/metadata';

/** A WebhookEndpoint; its secret is kept apart, since only the answer to its creation shows it. */
export interface WebhookEndpoint {
  id: string;
  object: 'webhook_endpoint';
  api_version: string | null;
  application: null;
  created: number;
  description: string | null;
  enabled_events: string[];
  livemode: false;
  metadata: Metadata;
  status: 'enabled' | 'disabled';
  url: string;
}

/** Whether an endpoint wants events of a type now. */
export function wants(endpoint: WebhookEndpoint, type: string): boolean {
  const { enabled_events: enabled, status } = endpoint;
  return status === 'enabled' && (enabled.includes('*') || enabled.includes(type));
}
