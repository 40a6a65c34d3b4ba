import { randomBytes } from 'node:crypto';
import type { Table } from '../../lib/dynamo/client';
import { insertWebhook } from '../../lib/dynamo/insert-webhook';
import { putNew } from '../../lib/dynamo/put-new';
import { putNewAlone } from '../../lib/dynamo/put-new-alone';
import { webhookStore } from '../../lib/dynamo/webhook-store';
import type { PayloadStore, WebhookStore } from '../../lib/webhook/ports';
import { memoryPayloads } from '../fixtures/memory-payloads';
import { allItems, recordsTable } from '../fixtures/records-table';
import { receivedWebhook } from '../fixtures/webhooks';

/** Text that gzip cannot bring below an item's 400 KB. */
const LARGE = JSON.stringify({ id: 'evt_1', data: randomBytes(600_000).toString('base64') });

/** The function that receives webhooks puts them without the table's client; all else does with it. */
const WAYS = {
  'by a put alone': ({ name }: Table) => putNewAlone(name),
  'by the client of the table': putNew,
};

describe.each(Object.entries(WAYS))('webhookStore, filled %s', (_, way) => {
  const before = { ...process.env };
  let table: Table;
  let payloads: ReturnType<typeof memoryPayloads>;
  let store: WebhookStore;
  beforeAll(() => {
    Object.assign(process.env, {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_DYNAMODB: process.env['TEST_DYNAMODB_URL'],
    });
  });
  afterAll(() => {
    process.env = before;
  });
  const storeWith = (own: PayloadStore): WebhookStore => ({
    ...webhookStore(table, own),
    insert: insertWebhook(way(table), own),
  });
  beforeEach(async () => {
    table = await recordsTable();
    payloads = memoryPayloads();
    store = storeWith(payloads);
  });
  afterEach(() => table.client.destroy());

  const webhook = receivedWebhook();
  const rawTextOf = async (id: string) => (await store.find(id))?.rawText();

  it('gives back the record and its text, character by character', async () => {
    const text = ' {"id":"evt_1",  "big":12345678901234567890,"é":"\\u00e9 🎉"}\n';
    expect(await store.insert(webhook, text)).toBe(true);
    expect((await store.find('evt_1'))?.webhook).toEqual(webhook);
    expect(await rawTextOf('evt_1')).toBe(text);
    expect(payloads.keys()).toEqual([]);
  });

  it('finds nothing under an unknown id', async () => {
    expect(await store.find('evt_unknown')).toBeNull();
  });

  it('I2: takes an event once; the first text stands', async () => {
    expect(await store.insert(webhook, '{"first":true}')).toBe(true);
    expect(await store.insert(receivedWebhook({ event_type: 'other' }), '{"second":true}')).toBe(false);
    expect((await store.find('evt_1'))?.webhook.event_type).toBe(webhook.event_type);
    expect(await rawTextOf('evt_1')).toBe('{"first":true}');
  });

  it('I2: takes one of ten that come at once', async () => {
    const taken = await Promise.all(Array.from({ length: 10 }, () => store.insert(webhook, '{}')));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await allItems(table)).toHaveLength(1);
  });

  it('I9: puts a text larger than an item beside it first, and gives it back', async () => {
    let recordsAtPut: number | null = null;
    const put: PayloadStore['put'] = async (key, bytes) => {
      recordsAtPut = (await allItems(table)).length;
      return payloads.put(key, bytes);
    };
    expect(await storeWith({ ...payloads, put }).insert(webhook, LARGE)).toBe(true);
    expect(recordsAtPut).toBe(0);
    expect(payloads.keys()).toEqual(['evt_1']);
    expect(await rawTextOf('evt_1')).toBe(LARGE);
  });

  it('stores nothing when the text cannot be put beside it', async () => {
    const put = () => Promise.reject(new Error('bucket is away'));
    await expect(storeWith({ ...payloads, put }).insert(webhook, LARGE)).rejects.toThrow('away');
    expect(await allItems(table)).toEqual([]);
  });

  it('saves a change of the version it was made from, and none of a stale one', async () => {
    await store.insert(webhook, '{"id":"evt_1"}');
    const parsed = { ...webhook, is_parsed: true, version: 2 };
    expect(await store.save(parsed, webhook)).toBe(true);
    expect(await store.save({ ...webhook, parse_error: 'late', version: 2 }, webhook)).toBe(false);
    expect((await store.find('evt_1'))?.webhook).toEqual(parsed);
    expect(await rawTextOf('evt_1')).toBe('{"id":"evt_1"}');
  });

  it('saves one of ten changes made from the same version', async () => {
    await store.insert(webhook, '{}');
    const saves = Array.from({ length: 10 }, (_, i) =>
      store.save({ ...webhook, parse_error: `error ${i}`, version: 2 }, webhook),
    );
    expect((await Promise.all(saves)).filter(Boolean)).toHaveLength(1);
  });

  it('does not make a record by saving', async () => {
    expect(await store.save({ ...webhook, version: 2 }, webhook)).toBe(false);
    expect(await allItems(table)).toEqual([]);
  });

  it('takes an error back out of the list of failures', async () => {
    await store.insert(webhook, '{}');
    const failed = { ...webhook, parse_error: 'broken', version: 2 };
    await store.save(failed, webhook);
    expect((await allItems(table))[0]).toHaveProperty('gsi3pk');
    await store.save({ ...webhook, is_parsed: true, version: 3 }, failed);
    const [item] = await allItems(table);
    expect(item).not.toHaveProperty('gsi3pk');
    expect(item).not.toHaveProperty('parse_error');
    // Its failure may still have to be told; the next sweep takes it off the list if not.
    expect(item?.['gsi5pk']).toMatch(/^unpublished#/);
  });

  it('I1: keeps a record with something unpublished in the index of overdue ones when it is parsed', async () => {
    await store.insert(webhook, '{}');
    const failed = { ...webhook, parse_error: 'broken', version: 2 };
    await store.save(failed, webhook, ['webhook_parse_failed']);
    await store.save({ ...failed, is_parsed: true, parse_error: null, version: 3 }, failed);
    const [item] = await allItems(table);
    expect(item?.['outbox']).toEqual(new Set([`webhook_parse_failed#2#${webhook.updated}`]));
    expect(item?.['gsi5pk']).toMatch(/^unpublished#/);
  });
});
