/** An event as it is stored; how many webhooks are pending is known only when it is shown. */
export interface StoredEvent {
  id: string;
  object: 'event';
  api_version: string;
  created: number;
  data: { object: object; previous_attributes?: object };
  livemode: false;
  request: { id: string | null; idempotency_key: string | null };
  type: string;
}

/** An Event. */
export interface Event extends StoredEvent {
  pending_webhooks: number;
}
