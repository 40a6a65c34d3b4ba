import { readStripeCards, readStripeCustomer, uniqueById } from '../../../lib/customer/stripe-customer';

const VISA = { brand: 'Visa', last4: '4242', exp_month: 4, exp_year: 2030 };
const AMEX = { brand: 'amex', last4: '0005', exp_month: 12, exp_year: 2031 };
const card = { id: 'card_1', object: 'card', ...VISA, name: 'Jo Doe', fingerprint: 'x' };
const method = {
  id: 'pm_1',
  object: 'payment_method',
  type: 'card',
  billing_details: { email: 'jo@person.example' },
  card: { ...AMEX, fingerprint: 'y', wallet: null },
};

describe('readStripeCustomer', () => {
  const read = (fields: object) => readStripeCustomer({ id: 'cus_1', object: 'customer', ...fields });

  it('keeps what we rely on, and the whole beside it', () => {
    const raw = {
      id: 'cus_1',
      object: 'customer',
      livemode: false,
      default_source: 'card_1',
      invoice_settings: { default_payment_method: null, footer: 'x' },
      sources: { object: 'list', data: [card] },
      metadata: { aa_stripe_id: 'scus_1', other: 'y' },
      email: 'jo@person.example',
    };
    expect(readStripeCustomer(raw)).toEqual({
      id: 'cus_1',
      deleted: false,
      livemode: false,
      cards: [{ id: 'card_1', object: 'card', ...VISA }],
      default_source: 'card_1',
      aa_stripe_id: 'scus_1',
      attempts: new Map(),
      raw,
    });
  });

  it('reads one that is deleted, of which Stripe shows the id alone', () => {
    expect(read({ deleted: true })).toMatchObject({
      id: 'cus_1',
      deleted: true,
      livemode: null,
      cards: [],
      default_source: null,
      aa_stripe_id: null,
    });
  });

  it.each([
    ['the default source', { default_source: 'card_1' }, 'card_1'],
    ['an expanded default source', { default_source: card }, 'card_1'],
    [
      'the payment method of the invoice settings before it',
      { default_source: 'card_1', invoice_settings: { default_payment_method: 'pm_1' } },
      'pm_1',
    ],
    [
      'an expanded payment method before it',
      { default_source: 'card_1', invoice_settings: { default_payment_method: method } },
      'pm_1',
    ],
    ['none', { default_source: null, invoice_settings: { default_payment_method: null } }, null],
    ['none where Stripe leaves it out', {}, null],
  ])('takes as default card %s', (_, fields, id) => {
    expect(read(fields).default_source).toBe(id);
  });

  it('shows an expanded default among the cards, once', () => {
    const fields = { sources: { data: [card] }, default_source: card };
    const { cards } = read({ ...fields, invoice_settings: { default_payment_method: method } });
    expect(cards).toEqual([
      { id: 'card_1', object: 'card', ...VISA },
      { id: 'pm_1', object: 'payment_method', ...AMEX },
    ]);
  });

  it.each([
    ['text', 'cus_1'],
    ['null', null],
    ['an object without id', { object: 'customer' }],
    ['cards without id', { id: 'cus_1', sources: { data: [{ object: 'card' }] } }],
  ])('refuses %s', (_, raw) => {
    expect(() => readStripeCustomer(raw)).toThrow();
  });
});

describe('readStripeCards', () => {
  it('I8: shows brand, last digits and expiry of cards, sources and payment methods, and nothing else', () => {
    const source = { id: 'src_1', object: 'source', type: 'card', owner: { name: 'Jo' }, card: VISA };
    expect(readStripeCards([card, method, source])).toEqual([
      { id: 'card_1', object: 'card', ...VISA },
      { id: 'pm_1', object: 'payment_method', ...AMEX },
      { id: 'src_1', object: 'source', ...VISA },
    ]);
  });

  it('shows what is no card with empty data', () => {
    const none = { brand: null, last4: null, exp_month: null, exp_year: null };
    expect(readStripeCards([{ id: 'pm_2', object: 'payment_method', type: 'link', card: null }])).toEqual([
      { id: 'pm_2', object: 'payment_method', ...none },
    ]);
  });
});

describe('uniqueById', () => {
  const of = (id: string, brand: string) => ({ id, object: 'card', ...VISA, brand });

  it('keeps the order given, and the first of those that come twice', () => {
    const cards = [
      of('a', 'first'),
      of('b', 'first'),
      of('a', 'second'),
      of('c', 'first'),
      of('b', 'second'),
    ];
    expect(uniqueById(cards)).toEqual([of('a', 'first'), of('b', 'first'), of('c', 'first')]);
  });
});
