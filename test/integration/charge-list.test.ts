import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { CHARGE_STATES, type Charge } from '../../lib/charge/charge';
import type { ChargeFilter } from '../../lib/charge/ports';
import { chargeList } from '../../lib/dynamo/charge-list';
import { chargeStore } from '../../lib/dynamo/charge-store';
import type { Table } from '../../lib/dynamo/client';
import { shardOf } from '../../lib/dynamo/keys';
import { dueCharge } from '../fixtures/charges';
import { recordsTable } from '../fixtures/records-table';

const COUNT = 24;
const ALL: ChargeFilter = { user: null, state: null, sourceType: null, sourceId: null };

/** Two owners, three states, two kinds of source and none; every third has the same `created` as two others. */
function numbered(i: number): Charge {
  const created = new Date(Date.parse('2026-03-01T12:00:00Z') + Math.floor(i / 3) * 1000).toISOString();
  return dueCharge({
    id: `schg_${String(i).padStart(3, '0')}`,
    created,
    owner: i % 2 === 0 ? 'u1' : 'u2',
    state: CHARGE_STATES[i % 3] ?? 'pending',
    ...(i % 4 > 0 && {
      source_type: i % 4 === 1 ? 'order' : 'order#1',
      source_id: i % 4 === 1 ? '1#x' : 'x',
    }),
  });
}

describe('chargeList', () => {
  let table: Table;
  const stored = Array.from({ length: COUNT }, (_, i) => numbered(i));
  beforeAll(async () => {
    table = await recordsTable();
    await Promise.all(stored.map((charge) => chargeStore(table).insert(charge)));
  });
  afterAll(() => table.client.destroy());

  const idsOf = (filter: ChargeFilter) =>
    stored
      .filter(({ owner }) => filter.user === null || owner === filter.user)
      .filter(({ state }) => filter.state === null || state === filter.state)
      .filter(({ source_type }) => filter.sourceType === null || source_type === filter.sourceType)
      .filter(({ source_id }) => filter.sourceId === null || source_id === filter.sourceId)
      .map(({ id }) => id)
      .reverse();
  const walk = async (filter: ChargeFilter, limit: number) => {
    const seen: string[] = [];
    let after: string | null = null;
    for (let pages = 0; pages <= COUNT; pages += 1) {
      const page = await chargeList(table).page(filter, after, limit);
      expect(page.records.length).toBeLessThanOrEqual(limit);
      seen.push(...page.records.map(({ id }) => id));
      after = page.last;
      if (after === null) return seen;
    }
    throw new Error('The list does not end.');
  };

  const sources = [
    {},
    // The index key of both is the same text.
    { sourceType: 'order', sourceId: '1#x' },
    { sourceType: 'order#1', sourceId: 'x' },
    { sourceType: 'order' },
    { sourceId: 'x' },
  ];
  const filters = [null, 'u1'].flatMap((user) =>
    [null, 'charging' as const].flatMap((state) =>
      sources.map((source): ChargeFilter => ({ ...ALL, user, state, ...source })),
    ),
  );

  it.each(filters)('filters by %j, page by page', async (filter) => {
    expect(await walk(filter, 4)).toEqual(idsOf(filter));
  });

  it.each([1, 7, COUNT])('visits each exactly once by %i, equal times included', async (limit) => {
    expect(await walk(ALL, limit)).toEqual(idsOf(ALL));
  });

  const second = (n: number) => new Date(Date.parse('2026-03-01T12:00:00Z') + n * 1000).toISOString();
  it.each([
    [second(2), second(5)],
    [second(7), null],
    [null, second(1)],
    [second(3), second(3)],
    [second(9), null],
  ])('bounds by creation, from %s on, before %s', async (from, to) => {
    const wanted = stored
      .filter(({ created }) => (from === null || created >= from) && (to === null || created < to))
      .map(({ id }) => id)
      .reverse();
    for (const limit of [1, 4, 100]) {
      expect(await walk({ ...ALL, created: { from, to } }, limit)).toEqual(wanted);
      const ofUser = { ...ALL, user: 'u1', created: { from, to } };
      const theirs = wanted.filter((id) => idsOf({ ...ALL, user: 'u1' }).includes(id));
      expect(await walk(ofUser, limit)).toEqual(theirs);
    }
  });

  it('finds none of a stranger, nor of a state that none is in', async () => {
    const end = { records: [], last: null };
    expect(await chargeList(table).page({ ...ALL, user: 'u' }, null, 10)).toEqual(end);
    expect(await chargeList(table).page({ ...ALL, state: 'charged' }, null, 10)).toEqual(end);
  });

  it('moves a charge from the list of one state to that of another', async () => {
    const charge = dueCharge({ id: 'schg_moving', owner: 'mover' });
    const store = chargeStore(table);
    await store.insert(charge);
    await store.save({ ...charge, state: 'charged', version: 2 }, charge);
    const found = await chargeList(table).page({ ...ALL, state: 'charged' }, null, 10);
    expect(found.records.map(({ id }) => id)).toEqual(['schg_moving']);
    expect(await walk({ ...ALL, state: 'pending' }, 10)).not.toContain('schg_moving');
  });

  it('I10: shows the others where one cannot be read, and names that one', async () => {
    const own = await recordsTable();
    await chargeStore(own).insert(dueCharge({ id: 'schg_good' }));
    const listed = { gsi4pk: shardOf('charge', 'schg_bad'), gsi4sk: '2026-01-01T00:00:00.000Z#schg_bad' };
    const Item = { pk: 'charge#schg_bad', sk: 'charge', kind: 'charge', id: 'schg_bad', ...listed };
    await own.client.send(new PutCommand({ TableName: own.name, Item }));
    const page = await chargeList(own).page(ALL, null, 10);
    expect(page.records.map(({ id }) => id)).toEqual(['schg_good']);
    expect(page.unreadable).toMatchObject([{ id: 'schg_bad' }]);
    own.client.destroy();
  });
});
