import type { Table } from '../../lib/dynamo/client';
import { countBacklog } from '../../lib/dynamo/count-backlog';
import { countHours } from '../../lib/dynamo/count-hours';
import { stateList } from '../../lib/dynamo/keys';
import { settingsStore } from '../../lib/dynamo/settings-store';
import { hoursUntil, type LetterCount, MOST, OPEN_STATES, type Overview } from '../../lib/overview/overview';

/** What operators look at first. Every count is bounded, so that it costs as much in a large table as in a small one. */
export async function readOverview(
  table: Table,
  deadLetters: () => Promise<LetterCount[]>,
  now: number,
): Promise<Overview> {
  const times = hoursUntil(now);
  const [received, failed, unparsed, states, dead_letters, paused] = await Promise.all([
    countHours(table, { index: 'gsi4', list: 'webhook' }, times),
    countHours(table, { index: 'gsi3', list: 'failed' }, times),
    countBacklog(table, { index: 'gsi5', list: 'unparsed' }, MOST),
    Promise.all(
      OPEN_STATES.map((state) =>
        countBacklog(table, { index: 'gsi2', list: stateList('charge', state) }, MOST),
      ),
    ),
    deadLetters(),
    settingsStore(table).paused(),
  ]);
  const counts = OPEN_STATES.map((state, i) => [state, states[i]?.count ?? 0]);
  return {
    generated: new Date(now).toISOString(),
    webhooks: {
      hours: received.map(({ count, isMore }, hour) => ({
        from: times[hour] ?? '',
        received: count,
        failed: failed[hour]?.count ?? 0,
        capped: isMore || (failed[hour]?.isMore ?? false),
      })),
      unparsed: unparsed.count,
      oldest_unparsed: unparsed.oldest,
    },
    charges: Object.fromEntries(counts) as Overview['charges'],
    dead_letters,
    paused,
  };
}
