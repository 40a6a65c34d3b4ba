import { isoTime } from '../runtime/time';
import type { ReplayChosenPorts } from '../webhook/replay-chosen';
import type { Table } from './client';
import { countDue, type DueSource, dueRecords } from './due';

/** Stored webhooks, oldest first: all, or those that failed. */
export function storedWebhooks(table: Table): Pick<ReplayChosenPorts, 'stored' | 'count'> {
  return {
    stored: (failed, since, after) => dueRecords(table, [source(failed, since)], after),
    count: (failed, since) => countDue(table, [source(failed, since)]),
  };
}

function source(failed: boolean, since: string | null): DueSource {
  const list = failed
    ? ({ index: 'gsi3', list: 'failed' } as const)
    : ({ index: 'gsi4', list: 'webhook' } as const);
  // Behind whatever was received at this moment: positions go on with `#` and an id.
  return { ...list, until: `${isoTime()}$`, ...(since !== null && { from: since }) };
}
