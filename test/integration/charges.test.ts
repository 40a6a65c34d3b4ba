import { collectPayment } from '../../lib/charge/collect-payment';
import { refreshCustomer } from '../../lib/customer/refresh-customer';
import { settingsStore } from '../../lib/dynamo/settings-store';
import { StripeDeniedError, StripeUnavailableError } from '../../lib/operation/errors';
import { chargeScene } from '../fixtures/charge-scene';
import { type World, world } from '../fixtures/world';

const HOUR = 3600_000;

describe('collectPayment', () => {
  let w: World;
  beforeEach(async () => {
    w = await world();
  });
  afterEach(() => w.close());

  const { customer, record, collect, stored, recover, intents } = chargeScene(() => w);
  const paid = async () => (await intents()).filter(({ status }) => status === 'succeeded');
  const posts = async () =>
    (await w.requests()).filter(({ method, path }) => method === 'POST' && path.includes('payment_intents'));

  it('takes the money in one request, with our id and the source, and keeps the comment to itself', async () => {
    await customer();
    const charge = await record({ statement_descriptor: 'TABLE 7' });
    const result = await collect(charge, 'my-key');
    expect(result).toMatchObject({
      outcome: 'charged',
      charge: { state: 'charged', error: null, operation: null, amount_refunded: 0 },
    });
    const [intent, ...others] = await intents();
    expect(others).toEqual([]);
    expect(intent).toMatchObject({
      amount: 1234,
      currency: 'usd',
      status: 'succeeded',
      description: 'Lunch',
      statement_descriptor_suffix: 'TABLE 7',
      metadata: { aa_stripe_id: charge.id, source_type: 'order', source_id: '42' },
    });
    expect(JSON.stringify(intent)).not.toContain('table 7');
    const now = await stored(charge);
    expect(now.stripe_payment_intent_id).toBe(intent?.id);
    expect(now.stripe_charge_id).toBe(intent?.latest_charge);
    expect(JSON.stringify(now)).not.toContain('_secret_');
    const requests = await posts();
    expect(requests).toHaveLength(1);
    expect(requests[0]?.idempotency_key).toMatch(new RegExp(`^aa-stripe:${charge.id}:[0-9A-Z]{26}:my-key$`));
  });

  it('charges once however often and at the same time it is asked to', async () => {
    await customer();
    const charge = await record();
    const results = await Promise.all(Array.from({ length: 8 }, () => collect(charge)));
    expect(results.filter(({ outcome }) => outcome === 'charged')).toHaveLength(1);
    expect(results.filter(({ outcome }) => outcome === 'wrong-state')).toHaveLength(7);
    expect(await collect(charge)).toMatchObject({ outcome: 'wrong-state', reason: 'Already charged.' });
    expect(await intents()).toHaveLength(1);
  });

  it('blocks without an active customer or a card, and charges once there is one', async () => {
    const charge = await record();
    expect(await collect(charge)).toMatchObject({ outcome: 'blocked', charge: { state: 'blocked' } });
    expect(await posts()).toEqual([]);
    await customer();
    expect(await collect(charge)).toMatchObject({ outcome: 'charged' });
  });

  it('uses the newest active customer', async () => {
    await customer('tok_visa');
    w.advance(1000);
    const newest = await customer('tok_mastercard');
    const charge = await record();
    expect(await collect(charge)).toMatchObject({
      outcome: 'charged',
      charge: { customer_id: newest.id, stripe_customer_id: newest.stripe_customer_id },
    });
  });

  it('fails for good when declined, keeps the charge id of the try, and tries the same intent again', async () => {
    const made = await customer('tok_chargeCustomerFail');
    const charge = await record();
    const declined = await collect(charge);
    expect(declined).toMatchObject({
      outcome: 'declined',
      charge: {
        state: 'failed',
        error: { type: 'card_error', code: 'card_declined', decline_code: 'generic_decline' },
        operation: null,
      },
    });
    const [first] = await intents();
    expect(await stored(charge)).toMatchObject({
      stripe_payment_intent_id: first?.id,
      stripe_charge_id: first?.latest_charge,
    });
    // The owner adds a good card.
    await w.stripe.paymentMethods.attach('pm_card_visa', { customer: made.stripe_customer_id ?? '' });
    const [method] = (await w.stripe.customers.listPaymentMethods(made.stripe_customer_id ?? '')).data;
    await w.stripe.customers.update(made.stripe_customer_id ?? '', {
      invoice_settings: { default_payment_method: method?.id ?? '' },
    });
    await refreshCustomer(() => w.ports.customers.find(made.owner, made.id), w.ports);
    expect(await collect(charge)).toMatchObject({ outcome: 'charged', charge: { error: null } });
    const [second, ...others] = await intents();
    expect(others).toEqual([]);
    expect(second).toMatchObject({ id: first?.id, status: 'succeeded' });
    const keys = (await posts()).map(({ idempotency_key }) => idempotency_key);
    expect(new Set(keys).size).toBe(2);
  });

  it('tries once for one request, however often it is made again', async () => {
    await customer('tok_chargeCustomerFail');
    const charge = await record();
    const request = (seed: string) => collectPayment(charge.id, { seed }, w.charges);
    expect(await request('first')).toMatchObject({ outcome: 'declined' });
    const { version } = await stored(charge);
    expect(await request('first')).toMatchObject({ outcome: 'declined' });
    expect((await stored(charge)).version).toBe(version);
    expect(await request('second')).toMatchObject({ outcome: 'declined' });
    expect((await stored(charge)).version).toBeGreaterThan(version);
  });

  it('answers the request that was paid for as paid, and any other as charged already', async () => {
    await customer();
    const charge = await record();
    const request = (seed: string) => collectPayment(charge.id, { seed }, w.charges);
    expect(await request('first')).toMatchObject({ outcome: 'charged' });
    expect(await request('first')).toMatchObject({ outcome: 'charged' });
    expect(await request('second')).toMatchObject({ outcome: 'wrong-state', reason: 'Already charged.' });
  });

  it('asks the payer to act when the card needs authentication', async () => {
    await customer('tok_authenticationRequired');
    const charge = await record();
    expect(await collect(charge)).toMatchObject({
      outcome: 'declined',
      charge: { state: 'action_required', error: { code: 'authentication_required' } },
    });
  });

  it('waits in processing, and is settled by what Stripe says later', async () => {
    await customer();
    const charge = await record();
    await w.control('processing', { times: 1 });
    expect(await collect(charge)).toMatchObject({ outcome: 'charged', charge: { state: 'processing' } });
    expect(await collect(charge)).toMatchObject({ outcome: 'wrong-state' });
  });

  it('is refused by Stripe for good on an invalid request', async () => {
    await customer();
    const charge = await record({ amount: 10 });
    expect(await collect(charge)).toMatchObject({
      outcome: 'declined',
      charge: { state: 'failed', error: { type: 'invalid_request_error', code: 'amount_too_small' } },
    });
    expect(await paid()).toEqual([]);
  });

  it('stays due when Stripe does not accept our key', async () => {
    const made = await customer();
    const charge = await record();
    await w.fault({ method: 'POST', path: '/v1/payment_intents', status: 401, times: 9 });
    await expect(collect(charge)).rejects.toThrow(StripeDeniedError);
    expect(await stored(charge)).toMatchObject({ state: 'pending', operation: null, error: null });
    expect(made.stripe_customer_id).not.toBeNull();
  });

  it('keeps the frozen request when an earlier try of it may have arrived before the key was refused', async () => {
    await customer();
    const charge = await record();
    await w.fault({ method: 'POST', path: '/v1/payment_intents', disconnect: true });
    await w.fault({ method: 'POST', path: '/v1/payment_intents', status: 401 });
    await expect(collect(charge)).rejects.toThrow(StripeDeniedError);
    const open = await stored(charge);
    expect(open.operation).toMatchObject({ kind: 'create_payment', status: 'sending' });
    expect(await recover(charge)).toBe('changed');
    expect(await stored(charge)).toMatchObject({ state: 'charged', operation: null });
    expect(await paid()).toHaveLength(1);
  });

  it.each([
    ['lost before it arrived', { when: 'before', disconnect: true, times: 3 }],
    ['rate limited', { when: 'before', status: 429, times: 3 }],
    ['locked', { when: 'before', status: 409, times: 3 }],
  ])('is sent again under the same key when it was %s', async (_, fault) => {
    await customer();
    const charge = await record();
    await w.fault({ method: 'POST', path: '/v1/payment_intents', ...fault });
    expect(await collect(charge)).toMatchObject({
      outcome: 'unknown',
      charge: { operation: { status: 'sending' } },
    });
    expect(await collect(charge)).toMatchObject({ outcome: 'wrong-state' });
    expect(await recover(charge)).toBe('changed');
    expect(await stored(charge)).toMatchObject({ state: 'charged', error: null, operation: null });
    expect(await paid()).toHaveLength(1);
    expect(new Set((await posts()).map(({ idempotency_key }) => idempotency_key)).size).toBe(1);
  });

  it('takes the answer that Stripe repeats when the first one was lost', async () => {
    await customer();
    const charge = await record();
    await w.fault({ method: 'POST', path: '/v1/payment_intents', when: 'after', disconnect: true });
    expect(await collect(charge)).toMatchObject({ outcome: 'charged', charge: { state: 'charged' } });
    expect(await posts()).toHaveLength(2);
    expect(await paid()).toHaveLength(1);
  });

  it('looks for the payment after a 500, and takes over what it finds', async () => {
    await customer();
    const charge = await record();
    await w.fault({ method: 'POST', path: '/v1/payment_intents', status: 500, when: 'after' });
    expect(await collect(charge)).toMatchObject({ outcome: 'unknown', charge: { state: 'unknown' } });
    w.advance(2 * 60_000);
    expect(await recover(charge)).toBe('changed');
    expect(await stored(charge)).toMatchObject({ state: 'charged', operation: null });
    expect(await intents()).toHaveLength(1);
  });

  it('is due again under a new key only once Stripe has forgotten the old one and shows nothing', async () => {
    await customer();
    const charge = await record();
    await w.fault({ method: 'POST', path: '/v1/payment_intents', status: 500, when: 'before' });
    expect(await collect(charge)).toMatchObject({ outcome: 'unknown' });
    w.advance(20 * HOUR);
    expect(await recover(charge)).toBe('skipped');
    expect(await stored(charge)).toMatchObject({ state: 'unknown' });
    w.advance(5 * HOUR);
    expect(await recover(charge)).toBe('changed');
    expect(await stored(charge)).toMatchObject({ state: 'pending', operation: null });
    expect(await collect(charge)).toMatchObject({ outcome: 'charged' });
    expect(await paid()).toHaveLength(1);
  });

  it('counts an outage as such in recovery', async () => {
    await customer();
    const charge = await record();
    await w.fault({ method: 'POST', path: '/v1/payment_intents', disconnect: true, times: 6 });
    await collect(charge);
    await expect(recover(charge)).rejects.toThrow(StripeUnavailableError);
    expect(await recover(charge)).toBe('changed');
    expect(await paid()).toHaveLength(1);
  });

  it('settles a further try of the same intent that broke off by whether Stripe shows a new one', async () => {
    await customer('tok_chargeCustomerFail');
    const charge = await record();
    await collect(charge);
    await w.fault({ method: 'POST', path: '/v1/payment_intents/:id/confirm', status: 500, when: 'before' });
    expect(await collect(charge)).toMatchObject({ outcome: 'unknown' });
    w.advance(2 * 60_000);
    expect(await recover(charge)).toBe('skipped');
    w.advance(25 * HOUR);
    expect(await recover(charge)).toBe('changed');
    expect(await stored(charge)).toMatchObject({ state: 'failed', operation: null });
  });

  it('cancels the payment of another customer before it makes a new one', async () => {
    await customer('tok_chargeCustomerFail');
    const charge = await record();
    await collect(charge);
    w.advance(1000);
    const next = await customer('tok_visa');
    expect(await collect(charge)).toMatchObject({
      outcome: 'charged',
      charge: { customer_id: next.id, error: null },
    });
    expect((await intents()).map(({ status }) => status).sort()).toEqual(['canceled', 'succeeded']);
  });

  it('makes a new payment where the old one was cancelled at Stripe', async () => {
    await customer('tok_chargeCustomerFail');
    const charge = await record();
    await collect(charge);
    const { stripe_payment_intent_id: intentId } = await stored(charge);
    await w.stripe.paymentIntents.cancel(intentId ?? '');
    // The record does not know yet: Stripe refuses the old one, and says so.
    expect(await collect(charge)).toMatchObject({
      outcome: 'declined',
      charge: { error: { code: 'payment_intent_canceled' } },
    });
    expect(await collect(charge)).toMatchObject({
      outcome: 'declined',
      charge: { error: { code: 'card_declined' } },
    });
    expect(await intents()).toHaveLength(2);
  });

  it('does nothing while charging is paused or the charge is held', async () => {
    await customer();
    const charge = await record();
    const held = await record({ is_held: true });
    const setting = { paused: true, reason: 'audit', updated: '2026-01-01T00:00:00.000Z', updated_by: 'op' };
    await settingsStore(w.table).setPaused(setting);
    expect(await collect(charge)).toEqual({ outcome: 'paused' });
    await settingsStore(w.table).setPaused({ ...setting, paused: false });
    expect(await collect(held)).toMatchObject({ outcome: 'wrong-state' });
    expect(await posts()).toEqual([]);
    expect(await collect(charge)).toMatchObject({ outcome: 'charged' });
  });

  it('knows no charge of another id', async () => {
    expect(await collectPayment('schg_none', {}, w.charges)).toEqual({ outcome: 'not-found' });
  });
});
