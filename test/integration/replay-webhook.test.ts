import type { Table } from '../../lib/dynamo/client';
import { publicationOfRecord } from '../../lib/dynamo/publication';
import { webhookStore } from '../../lib/dynamo/webhook-store';
import { replayWebhook } from '../../lib/webhook/replay-webhook';
import { memoryPayloads } from '../fixtures/memory-payloads';
import { allItems, recordsTable } from '../fixtures/records-table';
import { receivedWebhook } from '../fixtures/webhooks';

describe('replayWebhook', () => {
  let table: Table;
  beforeEach(async () => {
    table = await recordsTable();
  });
  afterEach(() => table.client.destroy());

  const store = () => webhookStore(table, memoryPayloads());
  let now = 1_800_000_000_000;
  const replay = (id = 'evt_1') => {
    now += 1;
    const at = now;
    return replayWebhook(id, { webhooks: store(), now: () => at });
  };
  const details = async () => {
    const [item] = await allItems(table);
    const ports = { table, payloads: memoryPayloads(), rawDataOnBus: true };
    const publication = await publicationOfRecord('1', item, ports);
    return publication?.signals.map(({ json }) => JSON.parse(json)) ?? [];
  };

  it('is told of again with its number, under an id of its own, and unparsed', async () => {
    const failed = receivedWebhook({ id: 'evt_1', is_parsed: true, parse_error: 'broken' });
    await store().insert(failed, '{"id":"evt_1"}');
    expect(await replay()).toMatchObject({
      outcome: 'replayed',
      webhook: { is_parsed: false, parse_error: null, replays: 1 },
    });
    const told = (await details()).filter(({ replay: number }) => number === 1);
    expect(told.map(({ id }) => id)).toContain(`webhook_pre_parse:evt_1:${failed.version + 1}`);
    expect(await replay()).toMatchObject({ webhook: { replays: 2 } });
  });

  it('counts each of several at once', async () => {
    await store().insert(receivedWebhook({ id: 'evt_1', is_parsed: true }), '{"id":"evt_1"}');
    await Promise.all([replay(), replay(), replay()]);
    expect((await store().find('evt_1'))?.webhook.replays).toBe(3);
  });

  it('knows no webhook of another id', async () => {
    expect(await replay('evt_none')).toEqual({ outcome: 'not-found' });
  });
});
