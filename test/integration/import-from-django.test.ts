import { readDump } from '../../infra/cli/read-dump';
import { chargeList } from '../../lib/dynamo/charge-list';
import type { Table } from '../../lib/dynamo/client';
import { publicationOfChange, publicationOfRecord } from '../../lib/dynamo/publication';
import { importPorts, importRows } from '../fixtures/import-ports';
import { memoryPayloads } from '../fixtures/memory-payloads';
import { allItems, recordsTable } from '../fixtures/records-table';

const DUMP = `${__dirname}/../fixtures/django-dump.json`;

/** Rows of the dump that are to be refused, and why. */
const REFUSED = {
  'aa_stripe.stripecustomer 3': 'has no customer at Stripe',
  'aa_stripe.stripecoupon 4': 'another coupon that is not deleted has the coupon_id TWICE',
  'aa_stripe.stripecharge 5': 'amount is not number',
  'aa_stripe.stripecharge 9': 'is charged, but has no stripe_charge_id',
  'aa_stripe.stripesubscriptionplan 2': 'interval is not ("day" | "week" | "month" | "year")',
  'aa_stripe.stripesubscription 4': 'its coupon 99 is not in the dump',
  'aa_stripe.stripesubscription 5': 'is created at Stripe, but has no stripe_subscription_id',
  'aa_stripe.stripewebhook evt_1BexampleBad': 'raw_data is not an event of Stripe',
  'aa_stripe.stripetoken 1':
    'is of an aa-stripe that has no customers yet: migrate it to 0.10, and dump again',
  'aa_stripe.stripecard 1': 'is of a model that is not known here',
};

describe('import-from-django', () => {
  let table: Table;
  let ports: ReturnType<typeof importPorts>;
  let rows: unknown[];
  beforeAll(async () => {
    rows = [];
    for await (const row of readDump(DUMP)) rows.push(row);
  });
  beforeEach(async () => {
    table = await recordsTable();
    ports = importPorts(table);
  });
  afterEach(() => table.client.destroy());

  const records = async (kind: string) =>
    (await allItems(table)).filter((item) => item['kind'] === kind).map((item) => String(item['id']));
  const chargesOf = async (user: string) => {
    const filter = { user, state: null, sourceType: null, sourceId: null };
    const { records: listed } = await chargeList(table).page(filter, null, 100);
    const read = await Promise.all(listed.map(({ id }) => ports.charges.find(id)));
    return (comment: string) => read.find((charge) => charge?.comment === comment) ?? null;
  };

  it('takes what it can, and says of each other row why not', async () => {
    const summary = await importRows(rows, ports);
    expect(Object.fromEntries(summary.errors.map(({ id, message }) => [id, message]))).toEqual(REFUSED);
    expect(summary).toMatchObject({ command: 'import-from-django', processed: 35, skipped: 1, failed: 10 });
    expect(summary.changed).toBe(24);
  });

  it('changes nothing when it is run again, and goes on where it was killed', async () => {
    await importRows(rows.slice(0, 9), ports);
    const rest = await importRows(rows, ports);
    expect(rest).toMatchObject({ processed: 35, failed: 10 });
    const before = await allItems(table);
    const again = await importRows(rows, ports);
    expect(again).toMatchObject({ changed: 0, skipped: 25, failed: 10 });
    expect(await allItems(table)).toEqual(before);
  });

  it('changes nothing in a dry run, and says what it would', async () => {
    expect(await importRows(rows, ports, { dryRun: true })).toMatchObject({ changed: 24, failed: 10 });
    expect(await allItems(table)).toEqual([]);
    await importRows(rows, ports);
    expect(await importRows(rows, ports, { dryRun: true })).toMatchObject({ changed: 0, skipped: 25 });
  });

  it('tells nobody anything', async () => {
    await importRows(rows, ports);
    const items = await allItems(table);
    expect(items).toHaveLength(24);
    const publishing = { table, payloads: memoryPayloads(), rawDataOnBus: true };
    for (const after of items) {
      const change = await publicationOfChange('1', { before: undefined, after }, publishing);
      expect([after['id'], change?.signals ?? []]).toEqual([after['id'], []]);
      const owed = await publicationOfRecord('1', after, publishing);
      expect([after['id'], owed?.signals ?? []]).toEqual([after['id'], []]);
      expect(after).not.toHaveProperty('gsi5pk');
    }
  });

  it('keeps customers with their cards, and charges the one that aa-stripe would', async () => {
    await importRows(rows, ports);
    const ada = await ports.customers.latestActive('1');
    expect(ada).toMatchObject({
      owner: '1',
      state: 'created',
      stripe_customer_id: 'cus_CExampleAda2',
      default_source: 'card_1BexampleMaster',
      livemode: false,
      created: '2019-06-05T09:00:00.500Z',
      stripe_js_response: { id: 'tok_1BexampleToken2' },
      stripe_response: { id: 'cus_CExampleAda2' },
    });
    expect(ada?.sources).toEqual([
      {
        id: 'card_1BexampleMaster',
        object: 'card',
        brand: 'MasterCard',
        last4: '4444',
        exp_month: 8,
        exp_year: 2032,
      },
      {
        id: 'card_1BexampleVisa',
        object: 'card',
        brand: 'Visa',
        last4: '4242',
        exp_month: 8,
        exp_year: 2031,
      },
    ]);
    expect((await ports.customers.findByStripeId('cus_CExampleBob1'))?.sources).toEqual([
      {
        id: 'src_1BexampleBob',
        object: 'source',
        brand: 'Visa',
        last4: '1881',
        exp_month: 1,
        exp_year: 2030,
      },
    ]);
    // Made on the same day, when the day alone was kept; a later one is switched off.
    expect(await ports.customers.latestActive('3')).toMatchObject({ stripe_customer_id: 'cus_CExampleCy2' });
    const stored = JSON.stringify(await allItems(table));
    for (const personal of ['Ada Example', 'bob@shop.example', 'Xt5EWLLDS7FJjR1c', '192.0.2.7'])
      expect(stored).not.toContain(personal);
  });

  it('keeps paid charges as they are, and holds those that are not', async () => {
    await importRows(rows, ports);
    const charge = await chargesOf('1');
    const [ada] = (await records('customer')).sort();
    expect(ada).toMatch(/^scus_[0-9a-f]{26}$/);
    expect(charge('order 1')).toMatchObject({
      state: 'charged',
      is_held: false,
      amount: 1500,
      currency: 'usd',
      source_type: 'shop.order',
      source_id: '41',
      stripe_charge_id: 'ch_1BexamplePaid',
      stripe_customer_id: 'cus_CExampleAda1',
      customer_id: (await ports.customers.findByStripeId('cus_CExampleAda1'))?.id,
      statement_descriptor: 'SHOP LUNCH',
      refunds: [],
    });
    expect(charge('order 2')).toMatchObject({ state: 'pending', is_held: true, error: null });
    expect(charge('order 3')).toMatchObject({
      state: 'failed',
      is_held: true,
      stripe_charge_id: 'ch_1BexampleDeclined',
      error: { type: 'card_error', code: 'card_declined', decline_code: 'generic_decline' },
    });
    expect(charge('order 8')).toMatchObject({ state: 'failed', error: { code: 'failed_before_import' } });
    expect(charge('order 4')).toMatchObject({
      state: 'charged',
      amount_refunded: 500,
      refunds: [{ stripe_refund_id: 're_1BexamplePart', amount: 500, status: 'succeeded' }],
    });
    expect(charge('order 7')).toMatchObject({ amount: 700, amount_refunded: 700 });
    expect((await chargesOf('2'))('order 6')).toMatchObject({
      is_manual_charge: true,
      is_held: true,
      source_type: '7',
      source_id: '44',
    });
    expect((await ports.charges.findByStripeId('ch_1BexamplePaid'))?.comment).toBe('order 1');
  });

  it("keeps plans under Stripe's id, and subscriptions with plan, coupon and tax", async () => {
    await importRows(rows, ports);
    expect(await ports.plans.find('1')).toMatchObject({
      amount: 5000,
      currency: 'usd',
      name: 'gold-basic',
      interval: 'month',
      interval_count: 3,
      source: { prescription: 1 },
      metadata: { tier: 'gold' },
      trial_period_days: 14,
      is_created_at_stripe: true,
    });
    expect(await ports.subscriptions.findByStripeId('sub_CExampleOne')).toMatchObject({
      owner: '1',
      plan_id: '1',
      coupon: 'SALE10',
      metadata: { name: 'test subscription', seats: '4' },
      tax_percent: 7.25,
      end_date: '2030-05-31',
      status: 'active',
      stripe_customer_id: 'cus_CExampleAda2',
    });
    expect(await ports.subscriptions.findByStripeId('sub_CExampleTwo')).toMatchObject({
      status: 'canceled',
      canceled_at: '2019-01-01T12:00:00.000Z',
      at_period_end: true,
      cancel_at_period_end: true,
    });
    expect(await records('subscription')).toHaveLength(3);
  });

  it('keeps coupons, the current one in its place and its predecessor beside it', async () => {
    await importRows(rows, ports);
    expect(await ports.coupons.find('SALE10')).toMatchObject({
      amount_off: '10.00',
      currency: 'usd',
      stripe_created: Date.parse('2019-01-01T00:00:00Z') / 1000,
      metadata: { campaign: 'spring', wave: '2' },
      times_redeemed: 3,
      valid: true,
      is_deleted: false,
      is_past: false,
    });
    // aa-stripe divides by 100 whatever the currency.
    expect(await ports.coupons.find('YEN500')).toMatchObject({ amount_off: '500', duration_in_months: 3 });
    expect(await ports.coupons.find('GONE')).toMatchObject({ is_deleted: true, is_past: false });
    expect(await ports.coupons.find('TWICE')).toMatchObject({ created: '2019-04-01T00:00:00.000Z' });
    const past = (await allItems(table)).filter(({ kind, sk }) => kind === 'coupon' && sk !== 'coupon');
    expect(past).toMatchObject([{ coupon_id: 'SALE10', percent_off: 10, is_deleted: true, is_past: true }]);
  });

  it('keeps webhooks as parsed, with their event and what went wrong', async () => {
    await importRows(rows, ports);
    const found = await ports.webhooks.find('evt_1BexampleTwo');
    expect(found?.webhook).toMatchObject({
      event_type: 'coupon.created',
      is_parsed: true,
      parse_error: 'Coupon with this coupon_id and creation date already exists',
      created: '2019-08-01T00:00:00.000Z',
    });
    expect(JSON.parse((await found?.rawText()) ?? '')).toMatchObject({ id: 'evt_1BexampleTwo' });
  });

  it('gives users the owners it is told, and refuses those it is not told of', async () => {
    const owners = new Map([['1', 'office-7']]);
    const { errors } = await importRows(rows, ports, { owners });
    expect((await ports.customers.latestActive('office-7'))?.stripe_customer_id).toBe('cus_CExampleAda2');
    expect((await chargesOf('office-7'))('order 2')).not.toBeNull();
    expect(errors).toEqual(
      expect.arrayContaining([
        { id: 'aa_stripe.stripecharge 6', message: 'its user 2 is not among the owners' },
        { id: 'aa_stripe.stripecustomer 5', message: 'its user 3 is not among the owners' },
        { id: 'aa_stripe.stripesubscription 2', message: 'its user 2 is not among the owners' },
      ]),
    );
  });

  it('does not take a row a second time for another owner', async () => {
    await importRows(rows, ports);
    const before = await allItems(table);
    const { changed, errors } = await importRows(rows, ports, { owners: new Map([['1', 'office-7']]) });
    expect(changed).toBe(0);
    expect(errors).toContainEqual({
      id: 'aa_stripe.stripecustomer 1',
      message: 'was imported for another owner before',
    });
    expect(errors).toContainEqual({
      id: 'aa_stripe.stripecharge 2',
      message: 'was imported for another owner before',
    });
    expect(await allItems(table)).toEqual(before);
  });

  it('takes the mode from the rows, else from the stack', async () => {
    await importRows(rows, ports, { livemode: true });
    expect(await ports.customers.latestActive('1')).toMatchObject({ livemode: false });
    expect((await chargesOf('1'))('order 2')).toMatchObject({ livemode: true });
  });

  it('needs the time zone of times without an offset', async () => {
    const fields = {
      ...{
        user: 1,
        amount: 100,
        is_charged: false,
        description: 'x',
        comment: 'local',
        stripe_response: '{}',
      },
      ...{ created: '2019-07-01T08:00:00', updated: '2019-07-01T08:00:00' },
    };
    const row = { model: 'aa_stripe.stripecharge', pk: 1, fields };
    const { errors } = await importRows([row], ports);
    expect(errors).toEqual([
      {
        id: 'aa_stripe.stripecharge 1',
        message: 'created has no time zone (say --time-zone); updated has no time zone (say --time-zone)',
      },
    ]);
    await importRows([row], ports, { timeZone: 'Europe/Warsaw' });
    expect((await chargesOf('1'))('local')).toMatchObject({ created: '2019-07-01T06:00:00.000Z' });
  });

  it('ends the run where the table itself fails, and reports it once', async () => {
    const gone = { ...table, name: 'test-no-such-table' };
    const summary = await importRows(rows, importPorts(gone));
    expect(summary.changed).toBe(0);
    expect(summary.errors.filter(({ message }) => /non-existent table/i.test(message))).toHaveLength(1);
  });
});
