import { readOverview } from '../../functions/composition/read-overview';
import { readTimeLine } from '../../functions/composition/read-time-line';
import { chargeList } from '../../lib/dynamo/charge-list';
import { chargeStore } from '../../lib/dynamo/charge-store';
import { dueRecords } from '../../lib/dynamo/due';
import { dueList } from '../../lib/dynamo/keys';
import { settingsStore } from '../../lib/dynamo/settings-store';
import { webhookList } from '../../lib/dynamo/webhook-list';
import { webhookStore } from '../../lib/dynamo/webhook-store';
import { dueCharge } from '../fixtures/charges';
import { memoryPayloads } from '../fixtures/memory-payloads';
import { meteredTable } from '../fixtures/metered-table';
import { receivedWebhook } from '../fixtures/webhooks';

const COUNT = 25;
const ALL = { user: null, state: null, sourceType: null, sourceId: null };

/** What the head of lib/dynamo/keys.ts says that access patterns cost, in request units. */
describe('the cost of', () => {
  let table: Awaited<ReturnType<typeof meteredTable>>;
  const charges = Array.from({ length: COUNT }, (_, i) =>
    dueCharge({
      id: `schg_${i}`,
      owner: i === 0 ? 'u1' : `other-${i}`,
      stripe_payment_intent_id: `pi_${i}`,
      source_type: 'order',
      source_id: String(i),
    }),
  );
  beforeAll(async () => {
    table = await meteredTable();
    const webhooks = webhookStore(table, memoryPayloads());
    await Promise.all([
      ...charges.map((charge) => chargeStore(table).insert(charge)),
      ...charges.map((_, i) => webhooks.insert(receivedWebhook({ id: `evt_${i}` }), '{}')),
    ]);
  });
  afterAll(() => table.client.destroy());

  const drain = async (records: AsyncIterable<unknown>) => {
    for await (const _ of records);
  };
  const costs: [string, number, () => Promise<unknown>][] = [
    ['a record by its id', 1, () => chargeStore(table).find('schg_0')],
    ['a webhook by its id', 1, () => webhookStore(table, memoryPayloads()).find('evt_0')],
    ['a record by its id at Stripe', 1.5, () => chargeStore(table).findByStripeId('pi_0')],
    ['a page of 25, newest first', 4 + 25, () => chargeList(table).page(ALL, null, 25)],
    [
      'a page of 25 webhooks',
      4 + 25,
      () => webhookList(table).page({ isParsed: null, failed: null }, null, 25),
    ],
    [
      "an owner's page with one record",
      0.5 + 1,
      () => chargeList(table).page({ ...ALL, user: 'u1' }, null, 25),
    ],
    [
      'the charges for an object',
      0.5 + 1,
      () => chargeList(table).page({ ...ALL, sourceType: 'order', sourceId: '3' }, null, 25),
    ],
    [
      'a look at what is due',
      4,
      () => drain(dueRecords(table, [{ index: 'gsi6', list: dueList('charge'), until: '9' }], null)),
    ],
    [
      'an overview where there is little to count',
      // Received, failed, not parsed, seven states of charges, eight shards each; and the kill switch.
      (1 + 1 + 1 + 7) * 4 + 1,
      () => readOverview(table, async () => [], Date.now()),
    ],
    // The charge, what operators asked for, webhooks about its payment.
    ['the time line of a charge', 1 + 0.5 + 0.5, () => readTimeLine(table, 'schg_0')],
    ['a setting', 1, () => settingsStore(table).paused()],
  ];

  it.each(costs)('%s is %d', async (_, expected, work) => {
    const units = await table.unitsOf(work);
    expect(Math.abs(units - expected)).toBeLessThanOrEqual(0.1 * expected);
  });
});
