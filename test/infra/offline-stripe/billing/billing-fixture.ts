import type Stripe from 'stripe';
import type { SandboxFixture } from '../sandbox-fixture';

export const DAY = 86_400;
/** The last day of a long month. */
export const START = Date.UTC(2027, 0, 31, 12) / 1_000;
export const at = (month: number, day: number) => Date.UTC(2027, month - 1, day, 12) / 1_000;

/** A customer whose default payment method is a test card. */
export async function payingCustomer({ stripe }: SandboxFixture, card = 'pm_card_visa') {
  const params = { payment_method: card, invoice_settings: { default_payment_method: card } };
  return stripe.customers.create({ ...params, email: 'u1@example.com' });
}

export function makePlan({ stripe }: SandboxFixture, params: Partial<Stripe.PlanCreateParams> = {}) {
  return stripe.plans.create({
    id: 'monthly',
    amount: 1_000,
    currency: 'eur',
    interval: 'month',
    product: { name: 'Newspaper' },
    ...params,
  });
}

/** Event types, oldest first. */
export async function eventsOf({ stripe }: SandboxFixture, prefix: string) {
  const { data } = await stripe.events.list({ limit: 100 });
  const found = data.filter(({ type }) => type.startsWith(prefix)).reverse();
  return found.map(({ type, created }) => ({ type, created }));
}

export async function eventTypes(sandbox: SandboxFixture, prefix: string) {
  return (await eventsOf(sandbox, prefix)).map(({ type }) => type);
}
