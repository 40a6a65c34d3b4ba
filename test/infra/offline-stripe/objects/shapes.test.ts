import type Stripe from 'stripe';
import { magicCard } from '../../../../infra/offline-stripe/cards/card-details';
import { TEST_CARDS } from '../../../../infra/offline-stripe/cards/test-cards';
import { makeCard } from '../../../../infra/offline-stripe/objects/card';
import { makeCustomer } from '../../../../infra/offline-stripe/objects/customer';
import { makePaymentMethod } from '../../../../infra/offline-stripe/objects/payment-method';
import { makeToken } from '../../../../infra/offline-stripe/objects/token';
import { type SandboxFixture, startFixture } from '../sandbox-fixture';

type RequiredKeys<T> = { [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? never : K }[keyof T];

/** The keys that the SDK's type requires; the compiler sees to it that all are named. */
function keysOf<T>(keys: Record<RequiredKeys<T>, true>): string[] {
  return Object.keys(keys);
}

const customerKeys = keysOf<Stripe.Customer>({
  id: true,
  object: true,
  balance: true,
  created: true,
  default_source: true,
  description: true,
  email: true,
  invoice_settings: true,
  livemode: true,
  metadata: true,
  shipping: true,
});
const cardKeys = keysOf<Stripe.Card>({
  id: true,
  object: true,
  address_city: true,
  address_country: true,
  address_line1: true,
  address_line1_check: true,
  address_line2: true,
  address_state: true,
  address_zip: true,
  address_zip_check: true,
  brand: true,
  country: true,
  cvc_check: true,
  dynamic_last4: true,
  exp_month: true,
  exp_year: true,
  funding: true,
  last4: true,
  metadata: true,
  name: true,
  regulated_status: true,
  tokenization_method: true,
});
const paymentMethodKeys = keysOf<Stripe.PaymentMethod>({
  id: true,
  object: true,
  billing_details: true,
  created: true,
  customer: true,
  customer_account: true,
  livemode: true,
  metadata: true,
  type: true,
});
const paymentMethodCardKeys = keysOf<Stripe.PaymentMethod.Card>({
  brand: true,
  checks: true,
  country: true,
  display_brand: true,
  exp_month: true,
  exp_year: true,
  funding: true,
  generated_from: true,
  last4: true,
  networks: true,
  regulated_status: true,
  three_d_secure_usage: true,
  wallet: true,
});
const tokenKeys = keysOf<Stripe.Token>({
  id: true,
  object: true,
  client_ip: true,
  created: true,
  livemode: true,
  type: true,
  used: true,
});
const eventKeys = keysOf<Stripe.Event>({
  id: true,
  object: true,
  api_version: true,
  created: true,
  data: true,
  livemode: true,
  pending_webhooks: true,
  request: true,
  type: true,
});
const webhookEndpointKeys = keysOf<Stripe.WebhookEndpoint>({
  id: true,
  object: true,
  api_version: true,
  application: true,
  created: true,
  description: true,
  enabled_events: true,
  livemode: true,
  metadata: true,
  status: true,
  url: true,
});

describe('the objects that are answered', () => {
  let sandbox: SandboxFixture;
  beforeAll(async () => {
    sandbox = await startFixture();
  });
  afterAll(() => sandbox.close());

  const has = (object: object | undefined, keys: string[]) =>
    expect(Object.keys(object ?? {})).toEqual(expect.arrayContaining(keys));

  it('have every field that the SDK requires', async () => {
    const { stripe } = sandbox;
    const endpoint = await stripe.webhookEndpoints.create({
      url: 'http://127.0.0.1:1/',
      enabled_events: ['charge.succeeded'],
    });
    const customer = await stripe.customers.create();
    const card = await stripe.customers.createSource(customer.id, { source: 'tok_visa' });
    const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    const token = await stripe.tokens.retrieve('tok_visa');
    has(customer, customerKeys);
    has(card, cardKeys);
    has(method, [...paymentMethodKeys, 'card']);
    has(method.card, paymentMethodCardKeys);
    has(token, [...tokenKeys, 'card']);
    has(token.card, cardKeys);
    has((await stripe.events.list()).data[0], eventKeys);
    has(endpoint, webhookEndpointKeys);
  });

  it.each(TEST_CARDS)('fit the SDK, field by field, for $names', (testCard) => {
    // The annotations are the test: they compile only if every field has the SDK's type.
    const details = magicCard(testCard, 0);
    const card: Stripe.Card = makeCard('card_1', details);
    const method: Stripe.PaymentMethod = makePaymentMethod('pm_1', 0, details);
    const token: Stripe.Token = makeToken('tok_1', 0, makeCard('card_1', details));
    const customer: Stripe.Customer = makeCustomer('cus_12345678', 0);
    has(customer, customerKeys);
    has(token, tokenKeys);
    expect(card.last4).toBe(method.card?.last4);
  });
});
