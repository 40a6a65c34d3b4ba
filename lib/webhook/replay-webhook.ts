import type { WebhookStore } from './ports';
import type { Webhook } from './webhook';

const TRIES = 5;

/**
 * Tells of a webhook once more, whatever came of it before, so that it is parsed again. The signal carries the
 * number of the replay, by which consumers who dedupe know that it was asked for.
 * @returns null if there is no such webhook
 */
export async function replayWebhook(
  id: string,
  ports: { webhooks: Pick<WebhookStore, 'find' | 'save'>; now(): number },
): Promise<Webhook | null> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const found = await ports.webhooks.find(id);
    if (!found) return null;
    const { webhook } = found;
    const next: Webhook = {
      ...webhook,
      is_parsed: false,
      parse_error: null,
      replays: webhook.replays + 1,
      updated: new Date(ports.now()).toISOString(),
      version: webhook.version + 1,
    };
    if (await ports.webhooks.save(next, webhook, ['webhook_pre_parse'])) return next;
  }
  throw new Error(`Webhook ${id} is being written by others.`);
}
