import type { Charge } from '../charge/charge';
import type { Customer } from '../customer/customer';
import type { Subscription } from '../subscription/subscription';

type Ids = (string | null | undefined)[];

/** Ids, ours and Stripe's, by which an event shows that it is about a record. */
export function idsOfCustomer({ id, stripe_customer_id, sources }: Customer): Ids {
  return [id, stripe_customer_id, ...sources.map((card) => card.id)];
}

export function idsOfCharge(charge: Charge): Ids {
  const { id, stripe_payment_intent_id, stripe_charge_id, refunds, dispute } = charge;
  return [
    id,
    stripe_payment_intent_id,
    stripe_charge_id,
    dispute?.id,
    ...refunds.flatMap((refund) => [refund.id, refund.stripe_refund_id]),
  ];
}

export function idsOfSubscription({ id, stripe_subscription_id, latest_invoice }: Subscription): Ids {
  return [id, stripe_subscription_id, latest_invoice?.id];
}

/** Whether an event's text names one of the ids, wherever it stands in it. */
export function namesOneOf(ids: ReadonlySet<string>, text: string): boolean {
  for (const [word] of text.matchAll(/\w+/g)) if (ids.has(word)) return true;
  return false;
}
