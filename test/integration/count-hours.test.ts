import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../../lib/dynamo/client';
import { countHours } from '../../lib/dynamo/count-hours';
import { toWebhookItem } from '../../lib/dynamo/webhook-item';
import { recordsTable } from '../fixtures/records-table';
import { receivedWebhook } from '../fixtures/webhooks';

const RECEIVED = { index: 'gsi4', list: 'webhook' } as const;
const hour = (n: number) => `2027-01-01T0${n}:00:00.000Z`;
const TIMES = [1, 2, 3, 4, 5].map(hour);

describe('countHours', () => {
  let table: Table;
  beforeAll(async () => {
    table = await recordsTable();
    const received = [
      ...['00:59:59.999', '01:00:00.000', '01:59:59.999', '02:00:00.000'],
      ...Array.from({ length: 30 }, (_, i) => `03:${10 + i}:00.000`),
      '05:00:00.000',
    ];
    await Promise.all(
      received.map((time, i) => {
        const webhook = receivedWebhook({ id: `evt_${i}`, created: `2027-01-01T${time}Z` });
        return table.client.send(new PutCommand({ TableName: table.name, Item: toWebhookItem(webhook) }));
      }),
    );
  });
  afterAll(() => table.client.destroy());

  const counts = async (limits?: { read: number; anHour: number }) =>
    (await countHours(table, RECEIVED, TIMES, limits)).map(({ count, isMore }) => [count, isMore]);

  it('counts from the first moment of each hour to before the next', async () => {
    expect(await counts()).toEqual([
      [2, false],
      [1, false],
      [30, false],
      [0, false],
    ]);
  });

  it('counts by the hour what there is too much of to be read', async () => {
    expect(await counts({ read: 1, anHour: 100 })).toEqual(await counts());
  });

  it('says where there is more than it counts', async () => {
    const [first, second, third, fourth] = await counts({ read: 1, anHour: 1 });
    expect([first?.[0], second?.[0], fourth?.[0]]).toEqual([2, 1, 0]);
    expect(third?.[1]).toBe(true);
    expect(third?.[0]).toBeLessThan(30);
  });
});
