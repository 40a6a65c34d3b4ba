import type { ExportPorts, OwnerPorts, OwnersRecords } from '../owner/ports';
import { isoTime } from '../runtime/time';
import { chargeCodec } from './charge-store';
import type { Table } from './client';
import { ownersCustomers } from './customer-store';
import { dueRecords, readRecord } from './due';
import { historyOf } from './history-places';
import { BODIES, customerKey, ownersPk, recordKey } from './keys';
import { newestFirst } from './newest-first';
import type { RecordCodec } from './record-codec';
import { subscriptionCodec } from './subscription-store';

const PAGE = 100;

/** Everything that is kept under an owner's name. */
export function ownersRecords(table: Table): OwnersRecords {
  return {
    customers: (owner) => ownersCustomers(table, owner),
    charges: (owner) => ownersOf(table, chargeCodec, owner),
    subscriptions: (owner) => ownersOf(table, subscriptionCodec, owner),
  };
}

/** What is kept of what happened to a record. */
export function ownersHistory(table: Table): ExportPorts['historyOf'] {
  return async (kind, { owner, id }) => {
    const key = kind === 'customer' ? customerKey(owner, id) : recordKey(kind, id);
    return historyOf((await readRecord(table, key)) ?? {});
  };
}

async function* ownersOf<R extends { owner: string }>(
  table: Table,
  codec: RecordCodec<R>,
  owner: string,
): AsyncGenerator<R> {
  const source = { index: 'gsi7' as const, pks: [ownersPk(codec.kind, owner)] };
  for (let after: string | null = null; ; ) {
    const entries = await newestFirst(table, source, after, PAGE);
    for (const entry of entries) {
      const item = await readRecord(table, entry);
      const record = item && codec.fromItem(item);
      if (record?.owner === owner) yield record;
    }
    const last = entries.at(-1);
    if (!last || entries.length < PAGE) return;
    after = last.position;
  }
}

/** All webhooks that have their text: finished, failed, and yet to be parsed; some may come twice. */
export function webhooksWithText(table: Table): OwnerPorts['withText'] {
  return () => {
    const until = `${isoTime()}$`;
    return dueRecords(
      table,
      [
        { index: 'gsi6', list: BODIES, until },
        { index: 'gsi3', list: 'failed', until },
        { index: 'gsi5', list: 'unparsed', until },
      ],
      null,
    );
  };
}
