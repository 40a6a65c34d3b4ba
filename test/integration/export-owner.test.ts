import { collectPayment } from '../../lib/charge/collect-payment';
import { chargeScene } from '../fixtures/charge-scene';
import { ownerScene } from '../fixtures/owner-scene';
import { type SubscriptionWorld, subscriptionWorld } from '../fixtures/subscription-world';

describe('export-owner', () => {
  let w: SubscriptionWorld;
  beforeAll(async () => {
    w = await subscriptionWorld();
    const theirs = await customer('tok_visa');
    await customer('tok_mastercard', 'u2');
    const charge = await record({ description: 'Lunch' });
    await record({ owner: 'u2', description: 'Dinner' });
    await collectPayment(charge.id, {}, w.charges);
    await w.started({ owner: 'u1', plan_id: await w.plan(), metadata: { table: '7' } });
    await scene.received('evt_1', { customer: theirs.stripe_customer_id, email: 'ann@example.com' });
    await scene.received('evt_2', { customer: 'cus_other' });
    await scene.received('evt_3', { id: charge.id }, { is_parsed: false });
  });
  afterAll(() => w.close());

  const scene = ownerScene(() => w);
  const { customer, record } = chargeScene(() => w);

  it('holds all that is stored of the owner, and nothing of others', async () => {
    const run = await scene.export('u1');
    expect(run).toMatchObject({ changed: 2, failed: 0, note: 's3://bucket/exports/x.json' });
    const document = JSON.parse(run.kept[0] ?? '');
    expect(document).toMatchObject({
      owner: 'u1',
      exported_at: expect.any(String),
      customers: [{ owner: 'u1', sources: [{ last4: '4242' }], stripe_response: { object: 'customer' } }],
      charges: [
        {
          ...{ owner: 'u1', description: 'Lunch', amount: 1234 },
          history: [
            { state: 'pending', at: expect.any(String) },
            { state: 'charging', begins: 'create_payment' },
            { state: 'charged', ends: 'create_payment', signals: ['stripe_charge_succeeded'] },
          ],
        },
      ],
      subscriptions: [{ owner: 'u1', metadata: { table: '7' } }],
    });
    const events = document.webhooks.map(({ id, raw_data }: { id: string; raw_data: unknown }) => [
      id,
      raw_data,
    ]);
    expect(events.sort()).toMatchObject([
      ['evt_1', { data: { object: { email: 'ann@example.com' } } }],
      ['evt_3', {}],
    ]);
    expect(run.kept.join()).not.toMatch(/tok_|idempotency_key|Dinner|client_secret"/);
  });

  it('refuses somebody of whom nothing is stored', async () => {
    expect(await scene.export('nobody')).toMatchObject({
      failed: 1,
      errors: [{ message: expect.stringContaining('Nothing is stored of this owner') }],
      note: 'Nothing was exported.',
      kept: [],
    });
  });

  it('writes nothing on a dry run, and takes no limit, which would leave out something', async () => {
    expect(await scene.export('u1', { dryRun: true })).toMatchObject({ changed: 2, kept: [] });
    await expect(scene.export('u1', { limit: 1 })).rejects.toThrow('all or nothing');
  });
});
