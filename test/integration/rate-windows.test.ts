import type { Table } from '../../lib/dynamo/client';
import { rateWindows } from '../../lib/dynamo/rate-windows';
import { allItems, recordsTable } from '../fixtures/records-table';

describe('rateWindows', () => {
  let table: Table;
  beforeEach(async () => {
    table = await recordsTable();
  });
  afterEach(() => table.client.destroy());

  const SECOND = 1_772_366_400;
  const take = (wanted: number, limit = 25, bucket = 'account', second = SECOND) =>
    rateWindows(table).take(bucket, second, wanted, limit);
  const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);

  it('I12: gives out exactly what there is, to whoever asks at the same time', async () => {
    const wanted = Array.from({ length: 20 }, (_, i) => 1 + (i % 4));
    const taken = await Promise.all(wanted.map((count) => take(count)));
    expect(sum(taken)).toBe(25);
    taken.forEach((count, i) => {
      expect(count).toBeLessThanOrEqual(wanted[i] ?? 0);
    });
    expect(await take(1)).toBe(0);
  });

  it('gives what is left where that is less, and never more than the limit', async () => {
    expect(await take(20)).toBe(20);
    expect(await take(10)).toBe(5);
    expect(await take(100, 25, 'account', SECOND + 1)).toBe(25);
  });

  it('keeps buckets and seconds apart', async () => {
    await take(25);
    expect(await take(3, 25, 'POST refunds')).toBe(3);
    expect(await take(3, 25, 'account', SECOND + 1)).toBe(3);
  });

  it('counts together what is asked for under different limits', async () => {
    expect(await take(20, 20)).toBe(20);
    expect(await take(1, 20)).toBe(0);
    expect(await take(9, 25)).toBe(5);
  });

  it('marks a window so that the table deletes it', async () => {
    await take(1);
    const [item] = await allItems(table);
    expect(item).toMatchObject({ used: 1, expires_at: SECOND + 3600 });
  });
});
