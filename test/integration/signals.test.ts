import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { runCommand } from '../../lib/command/run-command';
import { adopt } from '../../lib/customer/adopt';
import type { Customer } from '../../lib/customer/customer';
import { newCustomer } from '../../lib/customer/new-customer';
import type { Table } from '../../lib/dynamo/client';
import { customerStore } from '../../lib/dynamo/customer-store';
import {
  type PublicationPorts,
  publicationOfChange,
  publicationOfRecord,
} from '../../lib/dynamo/publication';
import { sweepStore } from '../../lib/dynamo/sweep-store';
import { webhookStore } from '../../lib/dynamo/webhook-store';
import { publishSignals } from '../../lib/signals/publish-signals';
import type { Signal } from '../../lib/signals/signal';
import { sweepRecord } from '../../lib/signals/sweep';
import type { Webhook } from '../../lib/webhook/webhook';
import { memoryPayloads } from '../fixtures/memory-payloads';
import { allItems, recordsTable } from '../fixtures/records-table';

const DOWN = { reason: 'InternalFailure: down', lasting: false };
const NOW = Date.parse('2026-03-01T12:00:00Z');

describe('signals', () => {
  let table: Table;
  let ports: PublicationPorts;
  let told: Signal[];
  const bus = {
    put: async (signals: Signal[]) => signals.map((signal) => (told.push(signal) > 0 ? null : DOWN)),
  };
  const silent = { put: async (signals: Signal[]) => signals.map(() => DOWN) };

  beforeEach(async () => {
    table = await recordsTable();
    ports = { table, payloads: memoryPayloads(), rawDataOnBus: true };
    told = [];
  });
  afterEach(() => table.client.destroy());

  const created = (customer: Customer) => adopt(customer, { ...STRIPE, id: 'cus_1' }, true, NOW + 1000);
  const storedCustomer = async () => {
    const store = customerStore(table);
    const first = newCustomer({ owner: 'u1', token: 'tok_1', stripeJsResponse: {}, livemode: false }, NOW);
    await store.insert(first);
    const before = await itemOf(first);
    const next = created(first);
    await store.save(next, first, ['stripe_customer_updated']);
    return { store, next, before, after: await itemOf(first) };
  };
  const itemOf = async ({ owner, id }: Customer) =>
    (
      await table.client.send(
        new GetCommand({ TableName: table.name, Key: { pk: `owner#${owner}`, sk: `customer#${id}` } }),
      )
    ).Item;
  const webhook: Webhook = {
    id: 'evt_1',
    event_type: 'charge.dispute.created',
    livemode: false,
    created: new Date(NOW).toISOString(),
    updated: new Date(NOW).toISOString(),
    version: 1,
    is_parsed: false,
    parse_error: null,
    replays: 0,
    raw_expired_at: null,
    about: null,
  };
  const sweep = (now: number, dryRun = false) => {
    const store = sweepStore(ports);
    const options = { dryRun, limit: null, deadline: Number.MAX_SAFE_INTEGER, olderThan: null };
    return runCommand(
      'sweep',
      {
        due: (after) => store.overdue(after, now, null),
        count: async () => null,
        step: (due) => sweepRecord(due, options, { store, bus, now: () => now }),
        concurrency: 1,
        stopsRun: () => false,
      },
      options,
      null,
      { describe: String, now: () => now },
    ).then(({ summary }) => summary);
  };

  it('tells of a new webhook with its event, named in parts, numbers beyond 2^53 unchanged', async () => {
    const raw = '{"id":"evt_1","big":12345678901234567890}';
    await webhookStore(table, memoryPayloads()).insert(webhook, raw);
    const [after] = await allItems(table);
    const publication = await publicationOfChange('1', { before: undefined, after }, ports);
    expect(publication?.signals).toHaveLength(1);
    const json = publication?.signals[0]?.json ?? '';
    expect(json).toContain('"raw_data":{"id":"evt_1","big":12345678901234567890}');
    expect(JSON.parse(json)).toMatchObject({
      id: 'webhook_pre_parse:evt_1:1',
      schema_version: 1,
      record_id: 'evt_1',
      record_version: 1,
      livemode: false,
      occurred_at: '2026-03-01T12:00:00.000Z',
      event_type: 'charge.dispute.created',
      event_model: 'charge.dispute',
      event_action: 'created',
      instance: { id: 'evt_1', is_parsed: false, parse_error: null },
    });
  });

  it('leaves the event out where it is switched off or too large for the bus', async () => {
    await webhookStore(table, memoryPayloads()).insert(webhook, `{"id":"${'x'.repeat(950_000)}"}`);
    const [after] = await allItems(table);
    for (const rawDataOnBus of [true, false]) {
      const publication = await publicationOfChange(
        '1',
        { before: undefined, after },
        { ...ports, rawDataOnBus },
      );
      const detail = JSON.parse(publication?.signals[0]?.json ?? '');
      expect(detail.raw_data_omitted).toBe(true);
      expect(detail.instance).not.toHaveProperty('raw_data');
    }
  });

  it('tells a change once, and takes it out of the outbox and the index when it is told', async () => {
    const { before, after, next } = await storedCustomer();
    expect(after?.['gsi5pk']).toMatch(/^unpublished#/);
    const publication = await publicationOfChange('1', { before, after }, ports);
    if (!publication) throw new Error('nothing to tell');
    expect((await publishSignals([publication], bus)).size).toBe(0);
    expect(JSON.parse(told[0]?.json ?? '')).toMatchObject({
      id: `stripe_customer_updated:${next.id}:2`,
      instance: { user: 'u1', stripe_customer_id: 'cus_1', is_active: true },
    });
    const settled = await itemOf(next);
    expect(settled).not.toHaveProperty('outbox');
    expect(settled).not.toHaveProperty('gsi5pk');
    // The write that settles the outbox tells nothing itself.
    expect((await publicationOfChange('2', { before: after, after: settled }, ports))?.signals).toEqual([]);
  });

  it('keeps what the bus did not take', async () => {
    const { before, after, next } = await storedCustomer();
    const publication = await publicationOfChange('7', { before, after }, ports);
    if (!publication) throw new Error('nothing to tell');
    expect([...(await publishSignals([publication], silent)).keys()]).toEqual(['7']);
    expect((await itemOf(next))?.['outbox']).toEqual(new Set([`stripe_customer_updated#2#${next.updated}`]));
  });

  it('leaves an entry that only a newer version knows for that version to tell', async () => {
    const { before, after, next } = await storedCustomer();
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: { pk: 'owner#u1', sk: `customer#${next.id}` },
        UpdateExpression: 'ADD outbox :newer',
        ExpressionAttributeValues: { ':newer': new Set(['stripe_moon_landed#2#2026-03-01T12:00:01.000Z']) },
      }),
    );
    const publication = await publicationOfChange('1', { before, after: await itemOf(next) }, ports);
    expect((await publishSignals(publication ? [publication] : [], bus)).size).toBe(0);
    expect(told).toHaveLength(1);
    const settled = await itemOf(next);
    expect(settled?.['outbox']).toEqual(new Set(['stripe_moon_landed#2#2026-03-01T12:00:01.000Z']));
    expect(settled?.['gsi5pk']).toBe(after?.['gsi5pk']);
  });

  it('leaves a webhook alone that waits in the queue with good reason', async () => {
    const store = webhookStore(table, memoryPayloads());
    await store.insert(webhook, '{"id":"evt_1"}');
    await store.noteWaiting('evt_1', NOW + 3_600_000);
    expect(await sweep(NOW + 3_700_000)).toMatchObject({ processed: 1, skipped: 1 });
    expect(await sweep(NOW + 7_300_000)).toMatchObject({ changed: 1 });
  });

  it('settles two changes that are told together', async () => {
    const { store, before, after, next } = await storedCustomer();
    const third = { ...next, version: 3, is_active: false };
    await store.save(third, next, ['stripe_customer_updated']);
    const latest = await itemOf(next);
    const both = await Promise.all([
      publicationOfChange('1', { before, after }, ports),
      publicationOfChange('2', { before: after, after: latest }, ports),
    ]);
    await publishSignals(
      both.filter((publication) => publication !== null),
      bus,
    );
    expect(told.map(({ json }) => JSON.parse(json).record_version)).toEqual([2, 3]);
    const settled = await itemOf(next);
    expect(settled).not.toHaveProperty('outbox');
    expect(settled).not.toHaveProperty('gsi5pk');
  });

  it('does not bring back an entry that was told while another change was written', async () => {
    const { store, after, next } = await storedCustomer();
    const publication = await publicationOfRecord('1', after, ports);
    await publication?.settle();
    await store.save({ ...next, version: 3, is_active: false }, next, ['stripe_customer_updated']);
    expect((await itemOf(next))?.['outbox']).toEqual(new Set([`stripe_customer_updated#3#${next.updated}`]));
  });

  it('I1: a sweep tells what the stream has lost, under the same id, once', async () => {
    const { next } = await storedCustomer();
    await webhookStore(table, memoryPayloads()).insert(webhook, '{"id":"evt_1"}');
    expect(await sweep(NOW + 60_000)).toMatchObject({ processed: 0 });
    const late = NOW + 26 * 3600_000;
    expect(await sweep(late, true)).toMatchObject({ processed: 2, changed: 2 });
    expect(told).toEqual([]);
    expect(await sweep(late)).toMatchObject({ processed: 2, changed: 2, failed: 0 });
    expect(told.map(({ json }) => JSON.parse(json).id).sort()).toEqual([
      `stripe_customer_updated:${next.id}:2`,
      'webhook_pre_parse:evt_1:1',
    ]);
    // The customer is settled; the webhook is left alone for an hour, then told again while it is unparsed.
    expect(await sweep(late + 60_000)).toMatchObject({ processed: 1, skipped: 1 });
    expect(await sweep(late + 3_700_000)).toMatchObject({ changed: 1 });
    expect(told).toHaveLength(3);
    expect(await itemOf(next)).not.toHaveProperty('redriven_at');
  });

  it('does not tell again of a webhook that is parsed or waits for a person', async () => {
    const store = webhookStore(table, memoryPayloads());
    await store.insert(webhook, '{"id":"evt_1"}');
    await store.save({ ...webhook, version: 2, parse_error: 'broken' }, webhook, ['webhook_parse_failed']);
    expect(await sweep(NOW + 3_700_000)).toMatchObject({ changed: 1 });
    expect(told.map(({ name }) => name)).toEqual(['webhook_parse_failed']);
  });
});

const STRIPE = {
  deleted: false,
  livemode: false,
  cards: [],
  default_source: null,
  aa_stripe_id: null,
  attempts: new Map(),
  raw: { id: 'cus_1', client_secret: 'secret' },
};
