import type { WebhookStore } from './ports';
import type { Webhook } from './webhook';

/** What a webhook says whose last try neither ended nor failed: the function was stopped over it. */
export const BROKEN_OFF = 'Parsing broke off: the function was stopped before it ended.';

interface Ports {
  webhooks: Pick<WebhookStore, 'find' | 'save'>;
  now(): number;
}

/**
 * Keeps why a webhook could not be parsed with it. It stays unparsed, waits for a person, and can be replayed.
 * `told`: whether this is final and the world is to know.
 */
export async function recordFailure(id: string, error: string, told: boolean, ports: Ports): Promise<void> {
  const found = await ports.webhooks.find(id);
  if (!found || found.webhook.is_parsed) return;
  const webhook = found.webhook;
  const updated = new Date(ports.now()).toISOString();
  const next: Webhook = { ...webhook, parse_error: error, updated, version: webhook.version + 1 };
  await ports.webhooks.save(next, webhook, told ? ['webhook_parse_failed'] : []);
}
