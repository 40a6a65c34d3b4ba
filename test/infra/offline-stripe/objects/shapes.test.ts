import type Stripe from 'stripe';
import { magicCard } from '../../../../infra/offline-stripe/cards/card-details';
import { TEST_CARDS } from '../../../../infra/offline-stripe/cards/test-cards';
import { makeCard } from '../../../../infra/offline-stripe/objects/card';
import { makeCharge } from '../../../../infra/offline-stripe/objects/charge';
import { makeCustomer } from '../../../../infra/offline-stripe/objects/customer';
import { makeDispute } from '../../../../infra/offline-stripe/objects/dispute';
import { makePaymentIntent } from '../../../../infra/offline-stripe/objects/payment-intent';
import { makePaymentMethod } from '../../../../infra/offline-stripe/objects/payment-method';
import { makeRefund } from '../../../../infra/offline-stripe/objects/refund';
import { makeToken } from '../../../../infra/offline-stripe/objects/token';
import { type SandboxFixture, startFixture } from '../sandbox-fixture';
import { keysOf } from './keys-of';

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
const paymentIntentKeys = keysOf<Stripe.PaymentIntent>({
  id: true,
  object: true,
  allowed_payment_method_types: true,
  amount: true,
  amount_capturable: true,
  amount_received: true,
  application: true,
  application_fee_amount: true,
  automatic_payment_methods: true,
  canceled_at: true,
  cancellation_reason: true,
  capture_method: true,
  client_secret: true,
  confirmation_method: true,
  created: true,
  currency: true,
  customer: true,
  customer_account: true,
  description: true,
  excluded_payment_method_types: true,
  last_payment_error: true,
  latest_charge: true,
  livemode: true,
  managed_payments: true,
  metadata: true,
  next_action: true,
  on_behalf_of: true,
  payment_method: true,
  payment_method_configuration_details: true,
  payment_method_options: true,
  payment_method_types: true,
  payment_record: true,
  processing: true,
  receipt_email: true,
  review: true,
  setup_future_usage: true,
  shipping: true,
  source: true,
  statement_descriptor: true,
  statement_descriptor_suffix: true,
  status: true,
  transfer_group: true,
});
const chargeKeys = keysOf<Stripe.Charge>({
  id: true,
  object: true,
  amount: true,
  amount_captured: true,
  amount_refunded: true,
  application: true,
  application_fee: true,
  application_fee_amount: true,
  balance_transaction: true,
  billing_details: true,
  calculated_statement_descriptor: true,
  captured: true,
  created: true,
  currency: true,
  customer: true,
  description: true,
  disputed: true,
  failure_balance_transaction: true,
  failure_code: true,
  failure_message: true,
  fraud_details: true,
  livemode: true,
  metadata: true,
  on_behalf_of: true,
  outcome: true,
  paid: true,
  payment_intent: true,
  payment_method: true,
  payment_method_details: true,
  receipt_email: true,
  receipt_number: true,
  receipt_url: true,
  refunded: true,
  review: true,
  shipping: true,
  source: true,
  source_transfer: true,
  statement_descriptor: true,
  statement_descriptor_suffix: true,
  status: true,
  transfer_data: true,
  transfer_group: true,
});
const chargeCardKeys = keysOf<Stripe.Charge.PaymentMethodDetails.Card>({
  amount_authorized: true,
  authorization_code: true,
  brand: true,
  checks: true,
  country: true,
  electronic_commerce_indicator: true,
  exp_month: true,
  exp_year: true,
  funding: true,
  installments: true,
  last4: true,
  mandate: true,
  network: true,
  network_transaction_id: true,
  regulated_status: true,
  three_d_secure: true,
  transaction_link_id: true,
  wallet: true,
});
const refundKeys = keysOf<Stripe.Refund>({
  id: true,
  object: true,
  amount: true,
  balance_transaction: true,
  charge: true,
  created: true,
  currency: true,
  customer: true,
  customer_account: true,
  metadata: true,
  payment_intent: true,
  payment_method: true,
  reason: true,
  receipt_number: true,
  source_transfer_reversal: true,
  status: true,
  transfer_reversal: true,
});
const disputeKeys = keysOf<Stripe.Dispute>({
  id: true,
  object: true,
  amount: true,
  balance_transactions: true,
  charge: true,
  created: true,
  currency: true,
  enhanced_eligibility_types: true,
  evidence: true,
  evidence_details: true,
  intended_submission_method: true,
  is_charge_refundable: true,
  livemode: true,
  metadata: true,
  payment_intent: true,
  reason: true,
  status: true,
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

  it('have every field that the SDK requires of payments', async () => {
    const { stripe } = sandbox;
    const { id } = await stripe.paymentIntents.create({
      amount: 500,
      currency: 'usd',
      payment_method: 'pm_card_createDispute',
      confirm: true,
      off_session: true,
    });
    const charge = await stripe.charges.create({ amount: 500, currency: 'usd', source: 'tok_visa' });
    has(await stripe.paymentIntents.retrieve(id), paymentIntentKeys);
    has(charge, chargeKeys);
    has(charge.payment_method_details?.card, chargeCardKeys);
    has(await stripe.refunds.create({ charge: charge.id }), refundKeys);
    has((await stripe.disputes.list()).data[0], disputeKeys);
  });

  it('fit the SDK, field by field, for payments', () => {
    // As below, the annotations are the test.
    const visa = TEST_CARDS.find(({ names }) => names.includes('visa'));
    if (visa === undefined) throw new Error('There is no such test card.');
    const method = makePaymentMethod('pm_1', 0, magicCard(visa, 0));
    const order = {
      amount: 500,
      currency: 'usd',
      customer: null,
      description: null,
      metadata: {},
      payment_intent: null,
      receipt_email: null,
      statement_descriptor_suffix: null,
    };
    const made = makeCharge(0, order, { method, verdict: { kind: 'approved' } });
    const intent: Stripe.PaymentIntent = makePaymentIntent(0, 500, 'usd');
    const charge: Stripe.Charge = made;
    const refund: Stripe.Refund = makeRefund(0, made, 500);
    const dispute: Stripe.Dispute = makeDispute(0, made, 'fraudulent', 500);
    has(intent, paymentIntentKeys);
    has(charge, chargeKeys);
    has(refund, refundKeys);
    has(dispute, disputeKeys);
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
