import type { PartRecord } from '../../lib/command/part';
import type { Table } from '../../lib/dynamo/client';
import { handOverStore } from '../../lib/dynamo/hand-over-store';
import { partStore } from '../../lib/dynamo/part-store';
import { allItems, recordsTable } from '../fixtures/records-table';

const part = (change: Partial<PartRecord> = {}): PartRecord => ({
  run: 'srun_01',
  id: 'p1',
  summary: { command: 'sweep', processed: 2, changed: 2, skipped: 0, failed: 0, errors: [], duration_ms: 5 },
  left: [],
  updated: '2026-03-01T12:00:00.000Z',
  ...change,
});

describe('what workers keep', () => {
  let table: Table;
  beforeEach(async () => {
    table = await recordsTable();
  });
  afterEach(() => table.client.destroy());

  it('a part that is done is written once, one that is not as often as it takes', async () => {
    const parts = partStore(table);
    expect(await parts.put(part({ left: ['a'] }))).toBe(true);
    expect(await parts.put(part())).toBe(true);
    expect(await parts.put(part({ left: ['b'] }))).toBe(false);
    expect(await parts.find('srun_01', 'p1')).toEqual(part());
    expect(await parts.find('srun_01', 'p2')).toBeNull();
    const [item] = await allItems(table);
    expect(item?.['expires_at']).toBe(Date.parse('2026-05-30T12:00:00Z') / 1000);
  });

  it("a run's parts are all there, its stop is not one of them, and no other run's", async () => {
    const parts = partStore(table);
    for (const id of ['p1', 'p2']) await parts.put(part({ id }));
    await parts.put(part({ run: 'srun_02' }));
    expect(await parts.isStopped('srun_01')).toBe(false);
    await parts.stop('srun_01', '2026-03-01T12:00:00.000Z');
    expect([await parts.isStopped('srun_01'), await parts.isStopped('srun_02')]).toEqual([true, false]);
    expect((await parts.of('srun_01')).map(({ id }) => id)).toEqual(['p1', 'p2']);
  });

  it('one of several runs at once takes the place of the one before', async () => {
    const turns = handOverStore(table);
    expect(await turns.holder('sweep')).toBeNull();
    const first = await Promise.all(['a', 'b', 'c'].map((run) => turns.take('sweep', run, null)));
    expect(first.filter(Boolean)).toHaveLength(1);
    const holder = await turns.holder('sweep');
    const next = await Promise.all(['d', 'e'].map((run) => turns.take('sweep', run, holder)));
    expect(next.filter(Boolean)).toHaveLength(1);
    expect(await turns.holder('charge-stripe')).toBeNull();
  });
});
