import type Stripe from 'stripe';
import { refusal, type SandboxFixture } from '../sandbox-fixture';

/** A customer with a saved card. */
export interface Payer {
  customer: string;
  payment_method: string;
}

export async function payer(stripe: Stripe, card = 'pm_card_visa'): Promise<Payer> {
  const { id: customer } = await stripe.customers.create();
  const { id: payment_method } = await stripe.paymentMethods.attach(card, { customer });
  return { customer, payment_method };
}

/** A payment of $20 while the customer is away. */
export function charged(of: Payer): Stripe.PaymentIntentCreateParams {
  return { amount: 2_000, currency: 'usd', ...of, confirm: true, off_session: true };
}

/** Types of the events from now on, in order. */
export async function eventsOf(stripe: Stripe, during: () => Promise<unknown>): Promise<string[]> {
  const known = (await stripe.events.list({ limit: 1 })).data[0]?.id;
  await during();
  const { data } = await stripe.events.list({ limit: 100, ...(known ? { ending_before: known } : {}) });
  return data.map(({ type }) => type).reverse();
}

/** The id that a field holds, expanded or not. */
export function idOf(value: string | { id: string } | null | undefined): string {
  if (value === null || value === undefined) throw new Error('There is no id.');
  return typeof value === 'string' ? value : value.id;
}

/** The intent that a refusal carries. */
export async function refusedIntent(promise: Promise<unknown>): Promise<Stripe.PaymentIntent> {
  const { payment_intent: intent } = await refusal(promise);
  if (intent === undefined) throw new Error('The refusal carries no payment intent.');
  return intent;
}

/** Has a control answer with an object. */
export async function controlled(sandbox: SandboxFixture, path: string, body: object): Promise<unknown> {
  const { json, status } = await sandbox.control('POST', path, body);
  if (status >= 300) throw new Error(`${path}: ${JSON.stringify(json)}`);
  return json;
}
