import * as v from 'valibot';
import type { SweepStore } from '../signals/sweep';
import { type DueRecord, type DueSource, dueRecords, readRecord } from './due';
import { markRedriven } from './mark-redriven';
import { type PublicationPorts, publicationOfRecord } from './publication';

/** The stream publishes within seconds; what is older than this was missed. */
const UNPUBLISHED_AFTER_MS = 2 * 60_000;
/** A webhook may wait in the queue behind a burst. */
const UNPARSED_AFTER_MS = 10 * 60_000;
const AGAIN_AFTER_MS = 60 * 60_000;

const Redriven = v.object({ redriven_at: v.optional(v.string()) });

/** Where what is overdue stands. */
export function overdueSources(now: number, olderThan: number | null): DueSource[] {
  return [
    { index: 'gsi5', list: 'unpublished', until: iso(now - (olderThan ?? UNPUBLISHED_AFTER_MS)) },
    { index: 'gsi5', list: 'unparsed', until: iso(now - (olderThan ?? UNPARSED_AFTER_MS)) },
  ];
}

export function sweepStore(ports: PublicationPorts): SweepStore<DueRecord> {
  const { table } = ports;
  return {
    overdue: (after, now, olderThan) => dueRecords(table, overdueSources(now, olderThan), after),
    publication: async (due, now) => {
      const item = await readRecord(table, due);
      if (!item || (staysListed(due) && wasRedriven(item, now))) return null;
      return publicationOfRecord(due.id, item, ports);
    },
    markRedriven: async (due, now) => {
      if (staysListed(due)) await markRedriven(table, due, now);
    },
  };
}

/** An unparsed webhook is found until it is parsed; any other record leaves the list once it has told all. */
function staysListed({ position }: DueRecord): boolean {
  return position.startsWith('unparsed#');
}

function wasRedriven(item: unknown, now: number): boolean {
  const { redriven_at } = v.parse(Redriven, item);
  return redriven_at !== undefined && now - Date.parse(redriven_at) < AGAIN_AFTER_MS;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
