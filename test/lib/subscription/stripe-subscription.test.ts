import { ourIdIn, readStripeSubscription } from '../../../lib/subscription/stripe-subscription';

const subscription = (fields: object = {}) => ({
  object: 'subscription',
  id: 'sub_1',
  status: 'active',
  cancel_at_period_end: false,
  canceled_at: null,
  latest_invoice: {
    id: 'in_1',
    status: 'paid',
    amount_due: 1_000,
    amount_paid: 1_000,
    currency: 'usd',
    customer_email: 'jo@example.com',
    hosted_invoice_url: 'https://invoice.stripe.com/i/secret',
  },
  items: { data: [{ metadata: { aa_stripe_id: 'ssub_1' } }] },
  ...fields,
});

describe('readStripeSubscription', () => {
  it('reads what is relied on, and of an invoice nothing that is about a person', () => {
    const raw = subscription();
    expect(readStripeSubscription(raw)).toEqual({
      id: 'sub_1',
      status: 'active',
      cancel_at_period_end: false,
      canceled_at: null,
      latest_invoice: { id: 'in_1', status: 'paid', amount_due: 1_000, amount_paid: 1_000, currency: 'usd' },
      aa_stripe_id: 'ssub_1',
      raw,
    });
  });

  it('reads one without an invoice, and of a status that nobody knows yet', () => {
    const read = readStripeSubscription(subscription({ latest_invoice: null, status: 'dreaming' }));
    expect(read).toMatchObject({ latest_invoice: null, status: 'dreaming' });
  });

  it.each([null, 'sub_1', {}, subscription({ object: 'plan' }), subscription({ latest_invoice: 'in_1' })])(
    'refuses what is not one, or is not expanded: %j',
    (raw) => {
      expect(() => readStripeSubscription(raw)).toThrow();
    },
  );
});

describe('ourIdIn', () => {
  it('finds our id on whichever item has it', () => {
    const data = [{ metadata: {} }, { metadata: { aa_stripe_id: 'ssub_2' } }];
    expect(ourIdIn({ items: { data } })).toBe('ssub_2');
  });

  it.each([null, {}, { items: null }, { items: { data: [] } }, { metadata: { aa_stripe_id: 'x' } }])(
    'finds none in %j',
    (object) => {
      expect(ourIdIn(object)).toBeNull();
    },
  );
});
