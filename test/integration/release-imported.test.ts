import { chargeDue } from '../../lib/charge/charge-due';
import { collectPayment } from '../../lib/charge/collect-payment';
import { type ReleasePorts, releaseHeld } from '../../lib/charge/release-held';
import { claimPayment } from '../../lib/dynamo/claim-payment';
import { customerStore } from '../../lib/dynamo/customer-store';
import { dueRecords } from '../../lib/dynamo/due';
import { dueList, heldList } from '../../lib/dynamo/keys';
import { stripeClient, UNPACED } from '../../lib/stripe/client';
import { stripePaidCharges } from '../../lib/stripe/stripe-paid-charges';
import { chargeScene } from '../fixtures/charge-scene';
import { outboxEntries } from '../fixtures/outbox-entries';
import { type World, world } from '../fixtures/world';

const RUN = { dryRun: false, limit: null, deadline: Number.MAX_SAFE_INTEGER, olderThan: null };

describe('release-imported', () => {
  let w: World;
  let ports: ReleasePorts;
  let paidBy: string;
  beforeEach(async () => {
    w = await world();
    const client = stripeClient('sk_test_fixture', UNPACED, w.offline.url);
    ports = {
      ...w.charges,
      ...stripePaidCharges(async () => client),
      stripeCustomersOf: customerStore(w.table).stripeCustomersOf,
      claimPayment: claimPayment(w.table),
    };
    paidBy = (await customer()).stripe_customer_id ?? '';
  });
  afterEach(() => w.close());

  const { customer, record, stored, intents } = chargeScene(() => w);
  const held = (change = {}) => record({ is_held: true, ...change });
  const release = ({ id }: { id: string }, options = {}) => releaseHeld(id, { ...RUN, ...options }, ports);
  const signals = async ({ id }: { id: string }) =>
    (await outboxEntries(w.table, id)).map((entry) => entry.split('#')[0]);
  /** As aa-stripe charges: no PaymentIntent, and nothing of ours in the metadata. */
  const oldSystemCharges = (change: object = {}) =>
    w.stripe.charges.create({
      amount: 1234,
      currency: 'usd',
      customer: paidBy,
      description: 'Lunch',
      metadata: { object_id: '42', content_type_id: '7' },
      ...change,
    });
  const listed = async (list: string) => {
    const found = dueRecords(w.table, [{ index: 'gsi6', list, until: '9' }], null);
    const ids: string[] = [];
    for await (const { id } of found) ids.push(id);
    return ids;
  };

  it('does not let a held charge be charged, by hand or by the scheduled run', async () => {
    const charge = await held();
    expect(await listed(dueList('charge'))).toEqual([]);
    expect(await listed(heldList('charge'))).toEqual([charge.id]);
    expect(await chargeDue(charge.id, RUN, w.charges)).toBe('skipped');
    expect(await collectPayment(charge.id, {}, w.charges)).toMatchObject({
      outcome: 'wrong-state',
      reason: 'This charge was imported and is held until release-imported has looked at it.',
    });
    expect(await intents()).toEqual([]);
  });

  it('releases what nobody has paid, which is charged then as any other', async () => {
    const charge = await held();
    expect(await release(charge)).toBe('changed');
    expect(await stored(charge)).toMatchObject({ is_held: false, state: 'pending', version: 2 });
    expect(await signals(charge)).toEqual([]);
    expect(await listed(heldList('charge'))).toEqual([]);
    expect(await listed(dueList('charge'))).toEqual([charge.id]);
    expect(await chargeDue(charge.id, RUN, w.charges)).toBe('changed');
    expect(await intents()).toHaveLength(1);
    expect(await release(charge)).toBe('skipped');
  });

  it('takes over what the old system has charged meanwhile, tells of it, and never charges it again', async () => {
    const charge = await held();
    const payment = await oldSystemCharges();
    expect(await release(charge)).toBe('changed');
    expect(await stored(charge)).toMatchObject({
      is_held: false,
      state: 'charged',
      stripe_charge_id: payment.id,
      stripe_payment_intent_id: null,
      error: null,
    });
    expect(await signals(charge)).toEqual(['stripe_charge_succeeded']);
    expect(await chargeDue(charge.id, RUN, w.charges)).toBe('skipped');
    expect(await collectPayment(charge.id, {}, w.charges)).toMatchObject({ reason: 'Already charged.' });
    expect(await intents()).toEqual([]);
    expect((await w.stripe.charges.list()).data).toHaveLength(1);
  });

  it('finds payments of a charge without source, and of a customer that is not here', async () => {
    const elsewhere = await w.stripe.customers.create({ source: 'tok_visa' });
    const charge = await held({ source_type: null, source_id: null, stripe_customer_id: elsewhere.id });
    await oldSystemCharges({ customer: elsewhere.id, metadata: {} });
    expect(await release(charge)).toBe('changed');
    expect(await stored(charge)).toMatchObject({ state: 'charged' });
  });

  it.each([
    ['of another object', { metadata: { object_id: '43', content_type_id: '7' } }],
    ['of an object of another type', { metadata: { object_id: '42', content_type_id: '8' } }],
    ['without an object', { metadata: {} }],
    ['of another amount', { amount: 1235 }],
    ['of another description', { description: 'Dinner' }],
    ['that names another charge of ours', { metadata: { object_id: '42', aa_stripe_id: 'schg_other' } }],
  ])('does not take a payment %s for its own', async (_, change) => {
    const charge = await held({ source_type: '7' });
    await oldSystemCharges(change);
    expect(await release(charge)).toBe('changed');
    expect(await stored(charge)).toMatchObject({ is_held: false, state: 'pending' });
  });

  it('does not take a refused payment, or one that is older than the charge', async () => {
    const charge = await held();
    await expect(
      oldSystemCharges({ customer: (await customer('tok_chargeCustomerFail')).stripe_customer_id }),
    ).rejects.toThrow();
    await release(charge);
    expect(await stored(charge)).toMatchObject({ state: 'pending' });
    await oldSystemCharges();
    const later = new Date(Date.now() + 11 * 60_000).toISOString();
    const younger = await held({ created: later });
    await release(younger);
    expect(await stored(younger)).toMatchObject({ is_held: false, state: 'pending' });
  });

  it('holds on to a charge that several payments could be, and says the cure, which works', async () => {
    const charge = await held();
    const payments = [await oldSystemCharges(), await oldSystemCharges()];
    await expect(release(charge)).rejects.toThrow(
      `Set the metadata aa_stripe_id=${charge.id} on the right one, or aa_stripe_id=none on each that is not.`,
    );
    for (const { id } of payments) await expect(release(charge)).rejects.toThrow(id);
    expect(await stored(charge)).toMatchObject({ is_held: true, state: 'pending', version: 1 });
    const right = payments[1]?.id ?? '';
    await w.stripe.charges.update(right, { metadata: { aa_stripe_id: charge.id } });
    expect(await release(charge)).toBe('changed');
    expect(await stored(charge)).toMatchObject({ state: 'charged', stripe_charge_id: right });
  });

  it('releases a charge that none of several payments is', async () => {
    const charge = await held();
    const payments = [await oldSystemCharges(), await oldSystemCharges()];
    for (const { id } of payments) await w.stripe.charges.update(id, { metadata: { aa_stripe_id: 'none' } });
    expect(await release(charge)).toBe('changed');
    expect(await stored(charge)).toMatchObject({ is_held: false, state: 'pending' });
  });

  it('takes over what was given back of a payment, too', async () => {
    const charge = await held();
    const { id } = await oldSystemCharges();
    await w.stripe.refunds.create({ charge: id, amount: 234 });
    await release(charge);
    expect(await stored(charge)).toMatchObject({
      state: 'charged',
      amount_refunded: 234,
      refunds: [{ amount: 234, status: 'succeeded' }],
    });
    expect(await signals(charge)).toEqual(['stripe_charge_refunded', 'stripe_charge_succeeded']);
    const whole = await held({ source_id: '50' });
    const back = await oldSystemCharges({ metadata: { object_id: '50' } });
    await w.stripe.refunds.create({ charge: back.id });
    await release(whole);
    expect(await stored(whole)).toMatchObject({ state: 'charged', amount_refunded: 1234 });
    expect(await collectPayment(whole.id, {}, w.charges)).toMatchObject({ reason: 'Already charged.' });
  });

  it('leaves a charge that failed in the old system failed, unless it was paid after all', async () => {
    const charge = await held({ state: 'failed', stripe_charge_id: 'ch_declined' });
    await release(charge);
    expect(await stored(charge)).toMatchObject({ is_held: false, state: 'failed' });
    expect(await signals(charge)).toEqual([]);
    expect(await listed(dueList('charge'))).toEqual([]);
    const unsure = await held({ state: 'failed', source_id: '51' });
    await oldSystemCharges({ metadata: { object_id: '51' } });
    await release(unsure);
    expect(await stored(unsure)).toMatchObject({ state: 'charged', error: null });
  });

  it('gives one payment to one of several charges that look the same, released together or not', async () => {
    const same = { source_type: null, source_id: null };
    const twins = [await held(same), await held(same), await held(same)];
    const { id } = await oldSystemCharges({ metadata: {} });
    await Promise.allSettled(twins.map((twin) => release(twin)));
    // One that saw the payment being taken by another says so, and is released by the next run.
    for (const twin of twins) expect(['changed', 'skipped']).toContain(await release(twin));
    const after = await Promise.all(twins.map((twin) => stored(twin)));
    expect(after.filter(({ stripe_charge_id }) => stripe_charge_id === id)).toHaveLength(1);
    expect(after.map(({ state }) => state).sort()).toEqual(['charged', 'pending', 'pending']);
    expect(after.map(({ is_held }) => is_held)).toEqual([false, false, false]);
  });

  it('keeps a payment for the charge whose release was killed after it had claimed it', async () => {
    const same = { source_type: null, source_id: null };
    const [first, second] = [await held(same), await held(same)];
    const { id } = await oldSystemCharges({ metadata: {} });
    await ports.claimPayment(id, first.id);
    await expect(release(second)).rejects.toThrow(
      `${id} is being taken over by ${first.id}. Run this again.`,
    );
    expect(await stored(second)).toMatchObject({ is_held: true });
    await release(first);
    await release(second);
    expect(await stored(first)).toMatchObject({ state: 'charged', stripe_charge_id: id });
    expect(await stored(second)).toMatchObject({ state: 'pending', is_held: false });
  });

  it('changes nothing in a dry run', async () => {
    const charge = await held();
    await oldSystemCharges();
    expect(await release(charge, { dryRun: true })).toBe('changed');
    expect(await stored(charge)).toEqual(charge);
  });

  it('keeps the charge held when Stripe cannot be asked', async () => {
    const charge = await held();
    await w.fault({ method: 'GET', path: '/v1/charges', status: 500, times: 9 });
    await expect(release(charge)).rejects.toThrow();
    expect(await stored(charge)).toMatchObject({ is_held: true, version: 1 });
  });
});
