import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../../lib/dynamo/client';
import { countBacklog } from '../../lib/dynamo/count-backlog';
import { toWebhookItem } from '../../lib/dynamo/webhook-item';
import { recordsTable } from '../fixtures/records-table';
import { receivedWebhook } from '../fixtures/webhooks';

describe('countBacklog', () => {
  let table: Table;
  beforeAll(async () => {
    table = await recordsTable();
    for (let i = 0; i < 12; i += 1) {
      const created = `2027-01-01T00:00:${String(10 + i)}.000Z`;
      const webhook = receivedWebhook({ id: `evt_${i}`, created, parse_error: i < 2 ? 'no' : null });
      await table.client.send(new PutCommand({ TableName: table.name, Item: toWebhookItem(webhook) }));
    }
  });
  afterAll(() => table.client.destroy());

  it('counts all of a list, over its shards, and finds the oldest', async () => {
    const unparsed = { index: 'gsi5', list: 'unparsed' } as const;
    const oldest = '2027-01-01T00:00:10.000Z';
    expect(await countBacklog(table, unparsed, 100)).toEqual({ count: 12, isMore: false, oldest });
    expect(await countBacklog(table, { index: 'gsi3', list: 'failed' }, 100)).toMatchObject({ count: 2 });
    const none = { count: 0, isMore: false, oldest: null };
    expect(await countBacklog(table, { index: 'gsi5', list: 'unpublished' }, 100)).toEqual(none);
  });

  it('counts what stands before a time', async () => {
    const due = { index: 'gsi5', list: 'unparsed', until: '2027-01-01T00:00:13' } as const;
    expect(await countBacklog(table, due, 100)).toMatchObject({ count: 3 });
  });

  it('says that there is more than it counts', async () => {
    const unparsed = { index: 'gsi5', list: 'unparsed' } as const;
    expect(await countBacklog(table, unparsed, 5)).toMatchObject({ count: 5, isMore: true });
    expect(await countBacklog(table, unparsed, 1)).toMatchObject({ count: 1, isMore: true });
  });
});
