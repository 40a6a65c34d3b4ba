import type { Table } from '../../lib/dynamo/client';
import { rateWindows } from '../../lib/dynamo/rate-windows';
import { NOTHING_COUNTED, type Wish } from '../../lib/rate/windows';
import { allItems, recordsTable } from '../fixtures/records-table';

describe('rateWindows', () => {
  let table: Table;
  beforeEach(async () => {
    table = await recordsTable();
  });
  afterEach(() => table.client.destroy());

  const SECOND = 1_772_366_400;
  const ANY: Wish = { wanted: 1, from: 0, limit: 25, isPeople: false, known: NOTHING_COUNTED };
  const take = (wish: Partial<Wish>, bucket = 'account', second = SECOND) =>
    rateWindows(table).take(bucket, second, { ...ANY, ...wish });
  const taken = async (wanted: number, ...rest: [limit?: number, bucket?: string, second?: number]) => {
    const [limit = 25, ...where] = rest;
    return (await take({ wanted, limit }, ...where)).count;
  };
  const burn = (amount: number) => rateWindows(table).burn('account', SECOND, amount);
  const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);

  it('I12: gives out exactly what there is, to whoever asks at the same time', async () => {
    const wanted = Array.from({ length: 20 }, (_, i) => 1 + (i % 4));
    const all = await Promise.all(wanted.map((count) => take({ wanted: count })));
    expect(sum(all.map(({ count }) => count))).toBe(25);
    all.forEach(({ count }, i) => {
      expect(count).toBeLessThanOrEqual(wanted[i] ?? 0);
    });
    // No grant is two askers': each is told which ones are theirs.
    const own = all.flatMap(({ count, counted }) =>
      Array.from({ length: count }, (_, i) => counted.used - count + i),
    );
    expect([...own].sort((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, i) => i));
    expect(await taken(1)).toBe(0);
  });

  it('gives what is left where that is less, and never more than the limit', async () => {
    expect(await taken(20)).toBe(20);
    expect(await taken(10)).toBe(5);
    expect(await taken(100, 25, 'account', SECOND + 1)).toBe(25);
  });

  it('keeps buckets and seconds apart', async () => {
    await taken(25);
    expect(await taken(3, 25, 'POST refunds')).toBe(3);
    expect(await taken(3, 25, 'account', SECOND + 1)).toBe(3);
  });

  it('counts together what is asked for under different limits', async () => {
    expect(await taken(20, 20)).toBe(20);
    expect(await taken(1, 20)).toBe(0);
    expect(await taken(9, 25)).toBe(5);
  });

  it('passes over what is past, whoever comes first, and gives nothing of it later', async () => {
    expect(await take({ wanted: 2, from: 10 })).toEqual({
      count: 2,
      counted: { ...NOTHING_COUNTED, used: 12 },
    });
    // Others are ahead of that by now.
    expect(await take({ wanted: 3, from: 11 })).toMatchObject({ count: 3, counted: { used: 15 } });
    expect(await take({ wanted: 20, from: 20 })).toMatchObject({ count: 5, counted: { used: 25 } });
    expect(await take({ from: 25 }, 'account', SECOND + 1)).toMatchObject({ count: 0 });
  });

  it('gives each grant once where some pass over and some do not', async () => {
    const froms = [0, 3, 9, 0, 5, 9, 14, 2];
    const all = await Promise.all(froms.map((from) => take({ wanted: 3, from, limit: 40 })));
    const own = all.flatMap(({ count, counted }) =>
      Array.from({ length: count }, (_, i) => counted.used - count + i),
    );
    expect(new Set(own).size).toBe(own.length);
    expect(own).toHaveLength(24);
  });

  it('tells scheduled work what people took', async () => {
    await take({ wanted: 2, isPeople: true });
    await take({ wanted: 1, isPeople: true });
    expect(await take({ wanted: 4 })).toMatchObject({ count: 4, counted: { used: 7, people: 3 } });
  });

  it('asks nothing of the table where what is known leaves no room', async () => {
    const known = { used: 24, people: 0, burned: 0 };
    expect(await take({ limit: 24, known })).toEqual({ count: 0, counted: known });
    expect(await allItems(table)).toEqual([]);
  });

  it('burns grants once, and more of them where that is news', async () => {
    await taken(4);
    expect(await Promise.all([burn(12), burn(12), burn(12)])).toEqual(
      expect.arrayContaining([true, false, false]),
    );
    expect(await burn(19)).toBe(true);
    expect(await burn(12)).toBe(false);
    expect(await take({})).toMatchObject({ count: 1, counted: { used: 24, burned: 19 } });
  });

  it('marks a window so that the table deletes it', async () => {
    await taken(1);
    await take({ from: 5 });
    await burn(3);
    const [item] = await allItems(table);
    expect(item).toMatchObject({ used: 9, burned: 3, expires_at: SECOND + 3600 });
  });
});
