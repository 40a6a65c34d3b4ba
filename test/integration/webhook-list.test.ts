import type { Table } from '../../lib/dynamo/client';
import { shardPks } from '../../lib/dynamo/keys';
import { newestFirst } from '../../lib/dynamo/newest-first';
import { webhookList } from '../../lib/dynamo/webhook-list';
import { webhookStore } from '../../lib/dynamo/webhook-store';
import type { WebhookFilter } from '../../lib/webhook/ports';
import type { Webhook } from '../../lib/webhook/webhook';
import { memoryPayloads } from '../fixtures/memory-payloads';
import { recordsTable } from '../fixtures/records-table';
import { receivedWebhook } from '../fixtures/webhooks';

const ALL: WebhookFilter = { isParsed: null, failed: null };
const COUNT = 24;

describe('webhookList', () => {
  let table: Table;
  let stored: Webhook[];
  beforeAll(async () => {
    table = await recordsTable();
    stored = Array.from({ length: COUNT }, (_, i) => numbered(i));
    const store = webhookStore(table, memoryPayloads());
    await Promise.all(
      stored.map(async (webhook) => {
        const first = { ...webhook, version: 1, is_parsed: false, parse_error: null };
        await store.insert(first, '{}');
        await store.save({ ...webhook, version: 2 }, first);
      }),
    );
  });
  afterAll(() => table.client.destroy());

  /** Every third has the same `created` as two others; all four states occur. */
  const numbered = (i: number): Webhook =>
    receivedWebhook({
      id: `evt_${String(i).padStart(3, '0')}`,
      created: new Date(Date.parse('2026-03-01T12:00:00Z') + Math.floor(i / 3) * 1000).toISOString(),
      is_parsed: i % 2 === 0,
      parse_error: i % 5 < 2 ? 'broken' : null,
    });
  const idsOf = (filter: WebhookFilter) =>
    stored
      .filter(({ is_parsed }) => filter.isParsed === null || is_parsed === filter.isParsed)
      .filter(({ parse_error }) => filter.failed === null || (parse_error !== null) === filter.failed)
      .map(({ id }) => id)
      .reverse();
  const walk = async (filter: WebhookFilter, limit: number) => {
    const seen: string[] = [];
    let after: string | null = null;
    for (let pages = 0; pages <= COUNT; pages += 1) {
      const page = await webhookList(table).page(filter, after, limit);
      expect(page.records.length).toBeLessThanOrEqual(limit);
      seen.push(...page.records.map(({ id }) => id));
      after = page.last;
      if (after === null) return seen;
    }
    throw new Error('The list does not end.');
  };

  it('filters by the type of event', async () => {
    expect(await walk({ ...ALL, type: 'customer.updated' }, 7)).toEqual(idsOf(ALL));
    expect(await walk({ ...ALL, type: 'customer' }, 7)).toEqual([]);
  });

  it('gives all, newest first, in one page that is large enough', async () => {
    const { records, last } = await webhookList(table).page(ALL, null, 100);
    expect(records.map(({ id }) => id)).toEqual(idsOf(ALL));
    expect(last).toBeNull();
    expect(records[0]).toMatchObject({ id: 'evt_023', version: 2, livemode: false });
  });

  it.each(
    [null, true, false].flatMap((isParsed) => [null, true, false].map((failed) => ({ isParsed, failed }))),
  )('filters by %j, page by page', async (filter) => {
    expect(idsOf(filter).length).toBeGreaterThan(3);
    expect(await walk(filter, 4)).toEqual(idsOf(filter));
  });

  it.each([1, 7, COUNT])('visits each exactly once by %i, equal times included', async (limit) => {
    expect(await walk(ALL, limit)).toEqual(idsOf(ALL));
  });

  it('reads no more records than a page shows', async () => {
    const entries = await newestFirst(table, { index: 'gsi4', pks: shardPks('webhook') }, null, 3);
    expect(entries.map(({ pk }) => pk)).toEqual(['webhook#evt_023', 'webhook#evt_022', 'webhook#evt_021']);
  });

  it('is over behind the last', async () => {
    const first = stored[0];
    const end = { records: [], last: null };
    expect(await webhookList(table).page(ALL, `${first?.created}#${first?.id}`, 10)).toEqual(end);
    expect(await webhookList(table).page(ALL, '0', 10)).toEqual(end);
  });

  it('begins at the newest before a position that is gone', async () => {
    const { records } = await webhookList(table).page(ALL, '2026-03-01T12:00:01.500Z#evt_gone', 2);
    expect(records.map(({ id }) => id)).toEqual(['evt_005', 'evt_004']);
  });

  it('is empty when nothing is stored', async () => {
    const empty = await recordsTable();
    expect(await webhookList(empty).page(ALL, null, 10)).toEqual({ records: [], last: null });
    empty.client.destroy();
  });
});
