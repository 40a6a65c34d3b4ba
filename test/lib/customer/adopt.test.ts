import { adopt, buried } from '../../../lib/customer/adopt';
import { attachCardRequest } from '../../../lib/customer/card-token';
import type { Customer } from '../../../lib/customer/customer';
import { eraseCustomer } from '../../../lib/customer/erase-customer';
import { newCustomer } from '../../../lib/customer/new-customer';
import type { StripeCustomer } from '../../../lib/customer/stripe-customer';
import { beginOperation } from '../../../lib/operation/operation';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const LATER = NOW + 60_000;
const DETAILS = { brand: 'visa', last4: '4242', exp_month: 4, exp_year: 2030 };
const CARD = { id: 'card_1', object: 'card', ...DETAILS };
const METHOD = { id: 'pm_1', object: 'payment_method', ...DETAILS };

const creating = newCustomer(
  { owner: 'u1', token: 'tok_1', stripeJsResponse: { id: 'tok_1' }, livemode: false },
  NOW,
);
const created: Customer = {
  ...creating,
  state: 'created',
  is_active: true,
  stripe_customer_id: 'cus_1',
  operation: null,
};
const atStripe = (fields: Partial<StripeCustomer> = {}): StripeCustomer => ({
  id: 'cus_1',
  deleted: false,
  livemode: false,
  cards: [CARD],
  default_source: 'card_1',
  aa_stripe_id: creating.id,
  attempts: new Map(),
  raw: { id: 'cus_1', object: 'customer' },
  ...fields,
});

describe('adopt', () => {
  it('makes a created, active customer of one that was being created', () => {
    expect(adopt(creating, atStripe(), false, LATER)).toEqual({
      ...creating,
      state: 'created',
      is_active: true,
      stripe_customer_id: 'cus_1',
      sources: [CARD],
      default_source: 'card_1',
      stripe_response: { id: 'cus_1', object: 'customer' },
      operation: null,
      applied_keys: [creating.operation?.idempotency_key],
      updated: '2026-03-01T12:01:00.000Z',
      version: 2,
    });
  });

  it('leaves an attachment under way alone', () => {
    const operation = beginOperation(
      {
        kind: 'attach_card',
        recordId: created.id,
        request: () => attachCardRequest('cus_1', 'tok_2', {}),
        input: { token_digest: 'digest', stripe_js_response: {} },
      },
      NOW,
    );
    const next = adopt({ ...created, operation }, atStripe(), true, LATER);
    expect(next.operation).toBe(operation);
    expect(next.applied_keys).toEqual([]);
  });

  it('keeps payment methods that an answer to a write does not show, but takes its sources', () => {
    const before = { ...created, sources: [{ ...CARD, id: 'card_gone' }, METHOD] };
    expect(adopt(before, atStripe(), false, LATER).sources).toEqual([CARD, METHOD]);
  });

  it('prefers what the answer says of a payment method', () => {
    const renewed = { ...METHOD, exp_year: 2035 };
    const next = adopt({ ...created, sources: [METHOD] }, atStripe({ cards: [renewed] }), false, LATER);
    expect(next.sources).toEqual([renewed]);
  });

  it('takes the cards of a full reading, and those alone', () => {
    expect(adopt({ ...created, sources: [METHOD] }, atStripe(), true, LATER).sources).toEqual([CARD]);
  });

  it('leaves a customer switched off here switched off', () => {
    expect(adopt({ ...created, is_active: false }, atStripe(), true, LATER).is_active).toBe(false);
  });

  it('I6: brings back one that is alive at Stripe after all', () => {
    const next = adopt(buried(created, 'cus_1', NOW), atStripe(), true, LATER);
    expect(next).toMatchObject({ state: 'created', is_active: true, sources: [CARD] });
  });

  it('I6: buries one that is deleted at Stripe', () => {
    const gone = atStripe({ deleted: true, cards: [], default_source: null, livemode: null });
    expect(adopt({ ...created, sources: [CARD] }, gone, true, LATER)).toEqual(
      buried({ ...created, sources: [CARD] }, 'cus_1', LATER),
    );
  });

  it('keeps the livemode it knows where Stripe does not tell', () => {
    const live = { ...created, livemode: true };
    expect(adopt(live, atStripe({ livemode: null }), true, LATER).livemode).toBe(true);
  });

  it('does not change the record it was given', () => {
    const before = structuredClone(created);
    adopt(created, atStripe(), true, LATER);
    expect(created).toEqual(before);
  });
});

describe('buried', () => {
  it('is a tombstone that still tells whose and which it was', () => {
    expect(buried({ ...created, sources: [CARD], default_source: 'card_1' }, 'cus_1', LATER)).toEqual({
      ...created,
      state: 'deleted',
      is_active: false,
      sources: [],
      default_source: null,
      operation: null,
      updated: '2026-03-01T12:01:00.000Z',
      version: 2,
    });
  });

  it('ends an operation that was under way', () => {
    expect(buried(creating, 'cus_1', LATER).operation).toBeNull();
  });

  it('takes nothing of somebody who was erased, whether Stripe has them or not', () => {
    const erased = eraseCustomer({ ...created, sources: [CARD] }, NOW);
    for (const stripe of [atStripe(), atStripe({ deleted: true })]) {
      expect(adopt(erased, stripe, true, LATER)).toEqual({ ...erased, version: erased.version + 1 });
    }
  });
});
