import { runCommand } from '../../lib/command/run-command';
import type { Table } from '../../lib/dynamo/client';
import { dueRecords, readRecord } from '../../lib/dynamo/due';
import { BODIES, webhookKey } from '../../lib/dynamo/keys';
import { publicationOfRecord } from '../../lib/dynamo/publication';
import { webhookStore } from '../../lib/dynamo/webhook-store';
import { expireBody } from '../../lib/webhook/expire-bodies';
import { replayWebhook } from '../../lib/webhook/replay-webhook';
import type { Webhook } from '../../lib/webhook/webhook';
import { memoryPayloads } from '../fixtures/memory-payloads';
import { recordsTable } from '../fixtures/records-table';
import { receivedWebhook } from '../fixtures/webhooks';

const RUN = { dryRun: false, limit: null, deadline: Number.MAX_SAFE_INTEGER, olderThan: null };
const NOW = Date.parse('2026-06-01T00:00:00Z');
const OLD = '2026-03-01T12:00:00.000Z';
const TEXT = '{"id": "evt", "amount": 12345678901234567890}';
/** Does not compress, so that it lies in the bucket. */
const LARGE = JSON.stringify(Array.from({ length: 45_000 }, () => Math.random()));

const STORED: [Partial<Webhook>, string][] = [
  [{ id: 'evt_done', is_parsed: true }, TEXT],
  [{ id: 'evt_large', is_parsed: true }, LARGE],
  [{ id: 'evt_failed', is_parsed: true, parse_error: 'unknown' }, TEXT],
  [{ id: 'evt_broken', parse_error: 'TypeError' }, TEXT],
  [{ id: 'evt_waiting' }, TEXT],
  [{ id: 'evt_young', is_parsed: true, created: '2026-05-20T00:00:00.000Z' }, TEXT],
];

describe('expire-webhook-bodies', () => {
  let table: Table;
  let payloads: ReturnType<typeof memoryPayloads>;
  beforeEach(async () => {
    table = await recordsTable();
    payloads = memoryPayloads();
    for (const [fields, text] of STORED)
      await store().insert(receivedWebhook({ created: OLD, ...fields }), text);
  });
  afterEach(() => table.client.destroy());

  const store = () => webhookStore(table, payloads);
  const ports = (webhooks = store()) => ({ webhooks, now: () => NOW });
  const run = (options = RUN, webhooks = store()) =>
    runCommand(
      'expire-webhook-bodies',
      {
        due: (after) =>
          dueRecords(table, [{ index: 'gsi6', list: BODIES, until: '2026-05-01T00:00:00.000Z' }], after),
        count: async () => null,
        step: ({ id }) => expireBody(id, options, ports(webhooks)),
        concurrency: 1,
        stopsRun: () => false,
      },
      options,
      null,
      { describe: String, now: () => NOW },
    );
  const textOf = async (id: string) => (await store().find(id))?.rawText();

  it('deletes the text of what is finished and old, wherever it lies, and nothing else', async () => {
    expect(payloads.keys()).toEqual(['evt_large']);
    expect((await run()).summary).toMatchObject({ processed: 2, changed: 2, failed: 0 });
    expect([await textOf('evt_done'), await textOf('evt_large'), payloads.keys()]).toEqual([null, null, []]);
    for (const id of ['evt_failed', 'evt_broken', 'evt_waiting', 'evt_young']) {
      expect([id, await textOf(id)]).toEqual([id, TEXT]);
    }
    expect((await run()).summary).toMatchObject({ processed: 0 });
  });

  it.each(['evt_failed', 'evt_broken', 'evt_waiting'])(
    'leaves %s its text also where an index that lags names it',
    async (id) => {
      expect(await expireBody(id, RUN, ports())).toBe('skipped');
      expect(await textOf(id)).toBe(TEXT);
    },
  );

  it('keeps the record, so that the event is never new again (I2)', async () => {
    await run();
    expect((await store().find('evt_done'))?.webhook).toMatchObject({
      is_parsed: true,
      raw_expired_at: '2026-06-01T00:00:00.000Z',
    });
    expect(await store().insert(receivedWebhook({ id: 'evt_done' }), TEXT)).toBe(false);
  });

  it('deletes nothing on a dry run', async () => {
    expect((await run({ ...RUN, dryRun: true })).summary).toMatchObject({ changed: 2 });
    expect([await textOf('evt_done'), payloads.keys()]).toEqual([TEXT, ['evt_large']]);
  });

  it('goes on where it was killed between record and bucket', async () => {
    const killed = webhookStore(table, {
      ...payloads,
      remove: async () => {
        throw new Error('killed');
      },
    });
    expect((await run(RUN, killed)).summary).toMatchObject({ changed: 1, failed: 1 });
    // Nobody is shown what is about to go.
    expect([await textOf('evt_large'), payloads.keys()]).toEqual([null, ['evt_large']]);
    expect((await run()).summary).toMatchObject({ changed: 1 });
    expect([payloads.keys(), (await store().find('evt_large'))?.rawKey]).toEqual([[], null]);
    expect((await run()).summary).toMatchObject({ processed: 0 });
  });

  it('lets a webhook that was asked for again meanwhile keep its text', async () => {
    const before = await store().find('evt_done');
    await replayWebhook('evt_done', ports());
    expect(before && (await store().dropBody(before, NOW))).toBeNull();
    expect(await textOf('evt_done')).toBe(TEXT);
    expect((await run()).summary).toMatchObject({ processed: 1 });
  });

  it('refuses to replay what lost its text', async () => {
    await run();
    expect(await replayWebhook('evt_done', ports())).toMatchObject({ outcome: 'expired' });
  });

  it('tells without raw data of what it still owes', async () => {
    await run();
    const item = await readRecord(table, webhookKey('evt_done'));
    const owed = { ...item, outbox: new Set(['webhook_pre_parse#2#2026-03-01T12:00:00.000Z']) };
    const told = await publicationOfRecord('ref', owed, { table, payloads, rawDataOnBus: true });
    expect(told?.signals.map(({ json }) => JSON.parse(json).raw_data_omitted)).toEqual([true]);
  });
});
