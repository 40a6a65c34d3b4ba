import type { WebhookStore } from './ports';
import type { Webhook } from './webhook';

const TRIES = 5;

export interface ReplayPorts {
  webhooks: Pick<WebhookStore, 'find' | 'save'>;
  now(): number;
}

export type Replayed =
  | { outcome: 'replayed'; webhook: Webhook }
  | { outcome: 'not-found' }
  /** Its raw data was deleted, so that nobody can tell any more what it is about. */
  | { outcome: 'expired'; webhook: Webhook }
  /** Somebody else changed it so that it is not to be replayed any more. */
  | { outcome: 'passed-over'; webhook: Webhook };

/**
 * Tells of a webhook once more, whatever came of it before, so that it is parsed again. The signal carries the
 * number of the replay, by which consumers who dedupe know that it was asked for. Parsing it twice does no harm: it
 * takes over Stripe's present state.
 *
 * `isWanted` is asked about the very version that is replayed.
 */
export async function replayWebhook(
  id: string,
  ports: ReplayPorts,
  isWanted: (webhook: Webhook) => boolean = () => true,
): Promise<Replayed> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const found = await ports.webhooks.find(id);
    if (!found) return { outcome: 'not-found' };
    const { webhook } = found;
    if (webhook.raw_expired_at !== null) return { outcome: 'expired', webhook };
    if (!isWanted(webhook)) return { outcome: 'passed-over', webhook };
    const next: Webhook = {
      ...webhook,
      is_parsed: false,
      parse_error: null,
      replays: webhook.replays + 1,
      updated: new Date(ports.now()).toISOString(),
      version: webhook.version + 1,
    };
    if (await ports.webhooks.save(next, webhook, ['webhook_pre_parse'])) {
      return { outcome: 'replayed', webhook: next };
    }
  }
  throw new Error(`Webhook ${id} is being written by others.`);
}
