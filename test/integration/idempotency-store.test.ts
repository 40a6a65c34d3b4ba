import type { Table } from '../../lib/dynamo/client';
import { idempotencyStore } from '../../lib/dynamo/idempotency-store';
import type { IdempotencyStore } from '../../lib/runtime/http/idempotent';
import { allItems, recordsTable } from '../fixtures/records-table';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const HOUR = 3600_000;

describe('idempotencyStore', () => {
  let table: Table;
  let store: IdempotencyStore;
  beforeEach(async () => {
    table = await recordsTable();
    store = idempotencyStore(table);
  });
  afterEach(() => table.client.destroy());

  const begin = (now = NOW, body = 'body', request = 'request', seed = 'seed') =>
    store.begin(request, body, seed, now);

  it('begins once of ten at once', async () => {
    const states = (await Promise.all(Array.from({ length: 10 }, () => begin()))).map(({ state }) => state);
    expect(states.sort()).toEqual(['begun', ...Array.from({ length: 9 }, () => 'under-way')]);
  });

  it('keeps an answer for 24 hours, whatever its size', async () => {
    const json = JSON.stringify({ text: 'x'.repeat(1_000_000) });
    await begin();
    await store.finish('request', { status: 201, json });
    expect(await begin(NOW + 24 * HOUR - 1000)).toEqual({ state: 'answered', answer: { status: 201, json } });
    expect(await begin(NOW + 24 * HOUR)).toEqual({ state: 'begun', seed: 'seed' });
  });

  it('marks items so that the table deletes them', async () => {
    await begin();
    expect((await allItems(table))[0]?.['expires_at']).toBe(NOW / 1000 + 24 * 3600);
  });

  it('tells another body, before and after the answer', async () => {
    await begin();
    expect(await begin(NOW, 'other')).toEqual({ state: 'other-body' });
    await store.finish('request', { status: 200, json: '{}' });
    expect(await begin(NOW, 'other')).toEqual({ state: 'other-body' });
  });

  it('lets the same body take over when the holder is gone, and no other body', async () => {
    await begin();
    expect(await begin(NOW + 34_000)).toEqual({ state: 'under-way', retryAfterSeconds: 1 });
    expect(await begin(NOW + 35_000, 'other')).toEqual({ state: 'other-body' });
    expect(await begin(NOW + 35_000)).toEqual({ state: 'begun', seed: 'seed' });
    expect(await begin(NOW + 35_000)).toEqual({ state: 'under-way', retryAfterSeconds: 35 });
  });

  it('I3: keeps the seed of the first holder, so that what it made is found and not made again', async () => {
    await begin(NOW, 'body', 'request', 'first');
    const second = await begin(NOW + 35_000, 'body', 'request', 'second');
    expect(second).toEqual({ state: 'begun', seed: 'first' });
    await store.finish('request', { status: 200, json: '{}' });
    expect(await begin(NOW + 25 * HOUR, 'body', 'request', 'third')).toEqual({
      state: 'begun',
      seed: 'third',
    });
  });

  it('does not let anybody take over what has been answered', async () => {
    await begin();
    await store.finish('request', { status: 200, json: '{}' });
    expect((await begin(NOW + HOUR)).state).toBe('answered');
  });

  it('keeps requests apart', async () => {
    await begin();
    expect(await begin(NOW, 'body', 'another')).toEqual({ state: 'begun', seed: 'seed' });
  });

  it('gives a released key to the same body with its seed, to another with a new one, and to one at a time', async () => {
    await begin();
    await store.release('request');
    await store.release('request');
    const seeds = (await Promise.all(['a', 'b', 'c'].map((seed) => begin(NOW, 'body', 'request', seed)))).map(
      (begun) => ('seed' in begun ? begun.seed : begun.state),
    );
    expect(seeds.sort()).toEqual(['seed', 'under-way', 'under-way']);
    await store.release('request');
    expect(await begin(NOW, 'other', 'request', 'new')).toEqual({ state: 'begun', seed: 'new' });
    expect((await begin()).state).toBe('other-body');
  });

  it('does not take back an answer, nor make a request out of releasing none', async () => {
    await begin();
    await store.finish('request', { status: 200, json: '{}' });
    await store.release('request');
    expect((await begin()).state).toBe('answered');
    await store.release('never-begun');
    expect(await allItems(table)).toHaveLength(1);
  });

  it('does not make a request out of an answer to none', async () => {
    await expect(store.finish('never-begun', { status: 200, json: '{}' })).rejects.toThrow();
    expect(await allItems(table)).toEqual([]);
  });
});
