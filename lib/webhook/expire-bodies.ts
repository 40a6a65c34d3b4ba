import type { RunOptions, Step } from '../command/command';
import type { WebhookStore } from './ports';
import { isFinished } from './webhook';

export interface ExpirePorts {
  webhooks: Pick<WebhookStore, 'find' | 'dropBody'>;
  now(): number;
}

/**
 * Deletes the raw text of a webhook that is finished. One that is yet to be parsed, or failed and waits for a person,
 * keeps it. A webhook that moved on meanwhile is left for the next run.
 */
export async function expireBody(id: string, { dryRun }: RunOptions, ports: ExpirePorts): Promise<Step> {
  const stored = await ports.webhooks.find(id);
  if (!stored || !isFinished(stored.webhook)) return 'skipped';
  if (stored.webhook.raw_expired_at !== null && stored.rawKey === null) return 'skipped';
  if (dryRun) return 'changed';
  return (await ports.webhooks.dropBody(stored, ports.now())) ? 'changed' : 'skipped';
}
