import type Stripe from 'stripe';
import { createAccount } from '../../../../infra/offline-stripe/account';
import { draftInvoice } from '../../../../infra/offline-stripe/billing/draft-invoice';
import { makeCoupon } from '../../../../infra/offline-stripe/objects/coupon';
import { makeCustomer } from '../../../../infra/offline-stripe/objects/customer';
import { makeDiscount } from '../../../../infra/offline-stripe/objects/discount';
import { makeInvoicePayment } from '../../../../infra/offline-stripe/objects/invoice-payment';
import { asPlan } from '../../../../infra/offline-stripe/objects/plan';
import { makePrice } from '../../../../infra/offline-stripe/objects/price';
import { makeProduct } from '../../../../infra/offline-stripe/objects/product';
import { makeSubscription } from '../../../../infra/offline-stripe/objects/subscription';
import { makeItem } from '../../../../infra/offline-stripe/objects/subscription-item';
import { makeTaxRate } from '../../../../infra/offline-stripe/objects/tax-rate';
import { makePlan, payingCustomer } from '../billing/billing-fixture';
import { type SandboxFixture, startFixture } from '../sandbox-fixture';
import { keysOf } from './keys-of';

const productKeys = keysOf<Stripe.Product>({
  id: true,
  object: true,
  active: true,
  created: true,
  description: true,
  images: true,
  livemode: true,
  marketing_features: true,
  metadata: true,
  name: true,
  package_dimensions: true,
  shippable: true,
  tax_details: true,
  type: true,
  updated: true,
  url: true,
});
const priceKeys = keysOf<Stripe.Price>({
  id: true,
  object: true,
  active: true,
  billing_scheme: true,
  created: true,
  currency: true,
  custom_unit_amount: true,
  livemode: true,
  lookup_key: true,
  metadata: true,
  nickname: true,
  product: true,
  recurring: true,
  tax_behavior: true,
  tiers_mode: true,
  transform_quantity: true,
  type: true,
  unit_amount: true,
  unit_amount_decimal: true,
});
const planKeys = keysOf<Stripe.Plan>({
  id: true,
  object: true,
  active: true,
  amount: true,
  amount_decimal: true,
  billing_scheme: true,
  created: true,
  currency: true,
  interval: true,
  interval_count: true,
  livemode: true,
  metadata: true,
  meter: true,
  nickname: true,
  product: true,
  tiers_mode: true,
  transform_usage: true,
  trial_period_days: true,
  usage_type: true,
});
const couponKeys = keysOf<Stripe.Coupon>({
  id: true,
  object: true,
  amount_off: true,
  created: true,
  currency: true,
  duration: true,
  duration_in_months: true,
  livemode: true,
  max_redemptions: true,
  metadata: true,
  name: true,
  percent_off: true,
  redeem_by: true,
  times_redeemed: true,
  valid: true,
});
const taxRateKeys = keysOf<Stripe.TaxRate>({
  id: true,
  object: true,
  active: true,
  country: true,
  created: true,
  description: true,
  display_name: true,
  effective_percentage: true,
  flat_amount: true,
  inclusive: true,
  jurisdiction: true,
  jurisdiction_level: true,
  livemode: true,
  metadata: true,
  percentage: true,
  rate_type: true,
  state: true,
  tax_type: true,
});
const discountKeys = keysOf<Stripe.Discount>({
  id: true,
  object: true,
  checkout_session: true,
  customer: true,
  customer_account: true,
  end: true,
  invoice: true,
  invoice_item: true,
  promotion_code: true,
  source: true,
  start: true,
  subscription: true,
  subscription_item: true,
});
const subscriptionKeys = keysOf<Stripe.Subscription>({
  id: true,
  object: true,
  application: true,
  application_fee_percent: true,
  automatic_tax: true,
  billing_cycle_anchor: true,
  billing_cycle_anchor_config: true,
  billing_mode: true,
  billing_schedules: true,
  billing_thresholds: true,
  cancel_at: true,
  cancel_at_period_end: true,
  canceled_at: true,
  cancellation_details: true,
  collection_method: true,
  created: true,
  currency: true,
  customer: true,
  customer_account: true,
  days_until_due: true,
  default_payment_method: true,
  default_source: true,
  description: true,
  discounts: true,
  ended_at: true,
  invoice_settings: true,
  items: true,
  latest_invoice: true,
  livemode: true,
  managed_payments: true,
  metadata: true,
  next_pending_invoice_item_invoice: true,
  on_behalf_of: true,
  pause_collection: true,
  payment_settings: true,
  pending_invoice_item_interval: true,
  pending_setup_intent: true,
  pending_update: true,
  schedule: true,
  start_date: true,
  status: true,
  test_clock: true,
  transfer_data: true,
  trial_end: true,
  trial_settings: true,
  trial_start: true,
});
const subscriptionItemKeys = keysOf<Stripe.SubscriptionItem>({
  id: true,
  object: true,
  billing_thresholds: true,
  created: true,
  current_period_end: true,
  current_period_start: true,
  current_trial: true,
  discounts: true,
  metadata: true,
  plan: true,
  price: true,
  subscription: true,
  tax_rates: true,
});
const invoiceKeys = keysOf<Stripe.Invoice>({
  id: true,
  object: true,
  account_country: true,
  account_name: true,
  account_tax_ids: true,
  amount_due: true,
  amount_overpaid: true,
  amount_paid: true,
  amount_remaining: true,
  amount_shipping: true,
  application: true,
  attempt_count: true,
  attempted: true,
  automatic_tax: true,
  automatically_finalizes_at: true,
  billing_reason: true,
  collection_method: true,
  created: true,
  currency: true,
  custom_fields: true,
  customer: true,
  customer_account: true,
  customer_address: true,
  customer_email: true,
  customer_name: true,
  customer_phone: true,
  customer_shipping: true,
  customer_tax_exempt: true,
  default_payment_method: true,
  default_source: true,
  default_tax_rates: true,
  description: true,
  discounts: true,
  due_date: true,
  effective_at: true,
  ending_balance: true,
  footer: true,
  from_invoice: true,
  issuer: true,
  last_finalization_error: true,
  latest_revision: true,
  lines: true,
  livemode: true,
  metadata: true,
  next_payment_attempt: true,
  number: true,
  on_behalf_of: true,
  parent: true,
  payment_settings: true,
  period_end: true,
  period_start: true,
  post_payment_credit_notes_amount: true,
  pre_payment_credit_notes_amount: true,
  receipt_number: true,
  rendering: true,
  shipping_cost: true,
  shipping_details: true,
  starting_balance: true,
  statement_descriptor: true,
  status: true,
  status_transitions: true,
  subtotal: true,
  subtotal_excluding_tax: true,
  test_clock: true,
  total: true,
  total_discount_amounts: true,
  total_excluding_tax: true,
  total_pretax_credit_amounts: true,
  total_taxes: true,
  webhooks_delivered_at: true,
});
const invoiceLineItemKeys = keysOf<Stripe.InvoiceLineItem>({
  id: true,
  object: true,
  amount: true,
  currency: true,
  description: true,
  discount_amounts: true,
  discountable: true,
  discounts: true,
  invoice: true,
  livemode: true,
  metadata: true,
  parent: true,
  period: true,
  pretax_credit_amounts: true,
  pricing: true,
  quantity: true,
  quantity_decimal: true,
  subscription: true,
  subtotal: true,
  taxes: true,
});
const invoicePaymentKeys = keysOf<Stripe.InvoicePayment>({
  id: true,
  object: true,
  amount_paid: true,
  amount_requested: true,
  created: true,
  currency: true,
  invoice: true,
  is_default: true,
  livemode: true,
  payment: true,
  status: true,
  status_transitions: true,
});

/** The SDK's type as it is sent: the SDK makes decimals of text. */
type Sent<T> = T extends Stripe.Decimal
  ? string
  : T extends (infer Item)[]
    ? Sent<Item>[]
    : T extends object
      ? { [K in keyof T]: Sent<T[K]> }
      : T;

const recurring = {
  interval: 'month',
  interval_count: 1,
  meter: null,
  trial_period_days: null,
  usage_type: 'licensed',
} as const;

describe('the objects of billing', () => {
  let sandbox: SandboxFixture;
  beforeEach(async () => {
    sandbox = await startFixture();
  });
  afterEach(() => sandbox.close());

  const has = (object: object | undefined | null, keys: string[]) =>
    expect(Object.keys(object ?? {})).toEqual(expect.arrayContaining(keys));

  it('have every field that the SDK requires', async () => {
    const { stripe } = sandbox;
    const plan = await makePlan(sandbox);
    const coupon = await stripe.coupons.create({ percent_off: 10 });
    const rate = await stripe.taxRates.create({ display_name: 'VAT', inclusive: true, percentage: 10 });
    const { id: customer } = await payingCustomer(sandbox);
    const subscription = await stripe.subscriptions.create({
      customer,
      items: [{ plan: plan.id }],
      discounts: [{ coupon: coupon.id }],
    });
    const [invoice] = (await stripe.invoices.list({ expand: ['data.discounts'] })).data;
    has(await stripe.products.retrieve(String(plan.product)), productKeys);
    has(await stripe.prices.retrieve(plan.id), priceKeys);
    has(plan, planKeys);
    has(coupon, couponKeys);
    has(rate, taxRateKeys);
    has(subscription, subscriptionKeys);
    has(subscription.items.data[0], subscriptionItemKeys);
    has(subscription.items.data[0]?.price, priceKeys);
    has(subscription.items.data[0]?.plan, planKeys);
    has(invoice, invoiceKeys);
    has(invoice?.lines.data[0], invoiceLineItemKeys);
    expect(invoice?.discounts).toHaveLength(1);
    for (const discount of invoice?.discounts ?? []) has(Object(discount), discountKeys);
    has((await stripe.invoicePayments.list({})).data[0], invoicePaymentKeys);
  });

  it('fit the SDK, field by field', () => {
    // The annotations are the test: they compile only if every field has the SDK's type.
    const made = makePrice('price_1', 0, {
      currency: 'eur',
      product: 'prod_1',
      recurring,
      unit_amount: 1,
    });
    const price: Sent<Stripe.Price> = made;
    const plan: Sent<Stripe.Plan> | undefined = asPlan(made);
    const product: Stripe.Product = makeProduct('prod_1', 0, 'A');
    const coupon: Stripe.Coupon = makeCoupon('A', 0);
    const rate: Stripe.TaxRate = makeTaxRate('txr_1', 0, {
      display_name: 'A',
      inclusive: true,
      percentage: 1,
    });
    const use = { customer: 'cus_1', end: null, start: 0, subscription: 'sub_1' };
    const discount: Stripe.Discount = makeDiscount('di_1', 'A', use);
    const terms = { amount_requested: 1, currency: 'eur', invoice: 'in_1' };
    const payment: Stripe.InvoicePayment = makeInvoicePayment('inpay_1', 0, 'pi_1', terms);
    expect([price, plan, product, coupon, rate, discount, payment].map((object) => object?.object)).toEqual([
      'price',
      'plan',
      'product',
      'coupon',
      'tax_rate',
      'discount',
      'invoice_payment',
    ]);
  });

  it('fit the SDK with all that they hold', () => {
    const account = createAccount(() => 0);
    account.customers.put(makeCustomer('cus_12345678', 0));
    const price = {
      ...makePrice('price_1', 0, { currency: 'eur', product: 'prod_1', recurring, unit_amount: 1 }),
      recurring,
    };
    const made = { metadata: {}, price, quantity: 1, subscription: 'sub_1' };
    const item = makeItem('si_1', 0, { start: 0, end: 1 }, made);
    const status = 'active' as const;
    const subscription = makeSubscription('sub_1', 0, [item], {
      currency: 'eur',
      customer: 'cus_12345678',
      status,
    });
    const occasion = { ended: { start: 0, end: 0 }, trial: false, discounts: [] };
    const invoice = draftInvoice(account, subscription, { ...occasion, reason: 'subscription_create' });
    const sentItem: Sent<Stripe.SubscriptionItem> = item;
    const sent: Sent<Omit<Stripe.Subscription, 'items'>> = subscription;
    const sentInvoice: Sent<Omit<Stripe.Invoice, 'lines'>> = invoice;
    const sentLines: Sent<Stripe.InvoiceLineItem>[] = invoice.lines.data;
    expect([sentItem.subscription, sentInvoice.total, sentLines.length]).toEqual([sent.id, 1, 1]);
  });
});
