import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../../lib/dynamo/client';
import { type DueRecord, dueRecords, readRecord } from '../../lib/dynamo/due';
import { webhookKey } from '../../lib/dynamo/keys';
import { webhookStore } from '../../lib/dynamo/webhook-store';
import { memoryPayloads } from '../fixtures/memory-payloads';
import { recordsTable } from '../fixtures/records-table';
import { receivedWebhook } from '../fixtures/webhooks';

const COUNT = 30;
const time = (i: number) => new Date(Date.parse('2026-03-01T12:00:00Z') + i * 1000).toISOString();
const id = (i: number) => `evt_${String(i).padStart(2, '0')}`;

describe('dueRecords', () => {
  let table: Table;
  beforeAll(async () => {
    table = await recordsTable();
    const store = webhookStore(table, memoryPayloads());
    const insert = (i: number) => store.insert(receivedWebhook({ id: id(i), created: time(i) }), '{}');
    await Promise.all(Array.from({ length: COUNT }, (_, i) => insert(i)));
    const parsed = receivedWebhook({ id: 'evt_parsed', created: time(0), is_parsed: true });
    await store.insert(parsed, '{}');
  });
  afterAll(() => table.client.destroy());

  const due = async (until: string, after: string | null = null) => {
    const found: DueRecord[] = [];
    const source = [{ index: 'gsi5' as const, list: 'unparsed' as const, until }];
    for await (const record of dueRecords(table, source, after)) found.push(record);
    return found;
  };
  const idsBefore = (i: number) => Array.from({ length: i }, (_, n) => id(n));

  it('finds what is due in every shard, once, and nothing that is done', async () => {
    const found = await due(time(COUNT));
    expect(found.map((record) => record.id).sort()).toEqual(idsBefore(COUNT));
    expect(new Set(found.map(({ position }) => position.split('|')[0])).size).toBeGreaterThan(4);
  });

  it('leaves what is not due yet', async () => {
    expect((await due(time(10))).map((record) => record.id).sort()).toEqual(idsBefore(10));
    expect(await due(time(0))).toEqual([]);
  });

  it('gives a shard oldest first', async () => {
    const positions = (await due(time(COUNT))).map(({ position }) => position);
    expect(positions).toEqual([...positions].sort());
  });

  it('goes on after every position', async () => {
    const all = await due(time(COUNT));
    for (const [i, { position }] of all.entries()) {
      expect(await due(time(COUNT), position)).toEqual(all.slice(i + 1));
    }
  });

  it('goes on where a position was whose record is gone, and begins again where its shard is', async () => {
    const all = await due(time(COUNT));
    const [first] = all;
    const [shard] = first?.position.split('|') ?? [];
    expect(await due(time(COUNT), `${shard}|${first?.position.split('|')[1]}x`)).toEqual(all.slice(1));
    expect(await due(time(COUNT), 'unparsed#99|x')).toEqual(all);
  });

  it('goes on with the next shard after a position that is no longer due', async () => {
    const all = await due(time(COUNT));
    const [shard] = all[0]?.position.split('|') ?? [];
    const others = all.filter(({ position }) => !position.startsWith(`${shard}|`));
    expect(await due(time(COUNT), `${shard}|${time(COUNT + 1)}#evt_99`)).toEqual(others);
  });

  it('reads the record, or that it is gone', async () => {
    const key = webhookKey(id(3));
    expect(await readRecord(table, key)).toMatchObject({ id: id(3), kind: 'webhook' });
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: key }));
    expect(await readRecord(table, key)).toBeNull();
  });

  it('goes through several lists one after the other, each with its own time', async () => {
    const found: string[] = [];
    const lists = [
      { index: 'gsi5' as const, list: 'unpublished' as const, until: time(COUNT) },
      { index: 'gsi5' as const, list: 'unparsed' as const, until: time(3) },
    ];
    for await (const record of dueRecords(table, lists, null)) found.push(record.id);
    expect(found.sort()).toEqual(idsBefore(3));
  });
});
