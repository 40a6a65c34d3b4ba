import type { CommandWork, Due, RunOptions, Step } from '../command/command';
import type { Time } from '../operation/ports';
import { type ReplayPorts, replayWebhook } from './replay-webhook';
import { judge, type WebhookChoice } from './webhook-choice';

export interface ReplayChosenPorts extends ReplayPorts {
  /** Stored webhooks, oldest first, from a time (ISO 8601) on: those with a `parse_error`, or all. */
  stored(failed: boolean, since: string | null, after: string | null): AsyncIterable<Due>;
  count(failed: boolean, since: string | null): Promise<number>;
  time: Time;
}

/** Replays the webhooks of a choice, so many a second. */
export function replayChosen(
  choice: WebhookChoice,
  { dryRun }: RunOptions,
  ports: ReplayChosenPorts,
): CommandWork {
  const { ids, failed, since } = choice;
  const pace = pacer(choice.rate, ports.time);
  // A run that was cut short is gone on with by a run of the same choice only.
  const mark = `${JSON.stringify(choice)}~`;
  return {
    due: async function* (position) {
      const after = position?.startsWith(mark) ? position.slice(mark.length) : null;
      const source = ids.length > 0 ? named(ids, after) : ports.stored(failed, since, after);
      for await (const due of source) yield { id: due.id, position: `${mark}${due.position}` };
    },
    count: async () => (ids.length > 0 ? ids.length : ports.count(failed, since)),
    step: async ({ id }): Promise<Step> => {
      const found = await ports.webhooks.find(id);
      const judged = found && judge(found.webhook, choice, ports.now());
      if (!judged && ids.length > 0) throw new Error('There is no such webhook.');
      if (judged === 'expired' && ids.length > 0) {
        throw new Error('Its raw data was deleted, so it cannot be replayed.');
      }
      if (judged === 'finished' && ids.length > 0) {
        throw new Error('It is finished. With force it is replayed all the same.');
      }
      if (judged !== 'replay') return 'skipped';
      if (dryRun) return 'changed';
      await pace();
      const replayed = await replayWebhook(id, ports, (now) => judge(now, choice, ports.now()) === 'replay');
      return replayed.outcome === 'replayed' ? 'changed' : 'skipped';
    },
    concurrency: 10,
    stopsRun: () => false,
  };
}

async function* named(ids: string[], after: string | null): AsyncGenerator<Due> {
  const start = after === null ? 0 : Number(after) + 1;
  for (const [i, id] of ids.entries()) if (i >= start) yield { id, position: String(i) };
}

/** Waits so that it is passed at most `rate` times a second. */
function pacer(rate: number, time: Time): () => Promise<void> {
  let next = 0;
  return async () => {
    const now = time.now();
    const mine = Math.max(next, now);
    next = mine + 1000 / rate;
    if (mine > now) await time.sleep(mine - now);
  };
}
