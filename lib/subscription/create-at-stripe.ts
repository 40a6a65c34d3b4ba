import { beginOn } from '../operation/begin-on';
import { driveOperation } from '../operation/drive-operation';
import { beginOperation } from '../operation/operation';
import type { StripeFailure } from '../operation/outcome';
import { written } from '../operation/record';
import { ensureTaxRate } from './ensure-tax-rate';
import type { PlanTerms, SubscriptionPayer, SubscriptionPorts } from './ports';
import { isCreatedAtStripe, type Subscription } from './subscription';
import { subscriptionCourse } from './subscription-course';
import { createSubscriptionRequest } from './subscription-request';

export type Created =
  | { outcome: 'not-found' }
  /** Its state, or that of what it needs, does not allow it; nothing was tried. */
  | { outcome: 'wrong-state'; reason: string }
  | { outcome: 'paused' }
  | { outcome: 'created'; subscription: Subscription }
  /** The first payment failed; nothing is left at Stripe, and it may be tried again. */
  | { outcome: 'unpaid'; subscription: Subscription }
  /** Stripe's displayable message. */
  | { outcome: 'refused'; message: string }
  /** Stripe broke off before it was asked for the subscription: it may be tried again. */
  | { outcome: 'unavailable'; reason: string }
  /** Nobody knows yet; `recover-operations` finds out. */
  | { outcome: 'unknown'; subscription: Subscription };

/**
 * Creates a recorded subscription at Stripe, once. The request is frozen in the record before Stripe is asked, so
 * whatever crashes, repeats or runs at the same time, there is at most one.
 * @throws StripeDeniedError, StripeUnavailableError: nothing was created
 */
export async function createAtStripe(id: string, ports: SubscriptionPorts): Promise<Created> {
  const subscription = await ports.subscriptions.find(id);
  if (!subscription) return { outcome: 'not-found' };
  const obstacle = obstacleTo(subscription);
  if (obstacle) return { outcome: 'wrong-state', reason: obstacle };
  if (await ports.isPaused()) return { outcome: 'paused' };
  const plan = await ports.planOf(subscription.plan_id);
  if (!plan?.is_created_at_stripe) return { outcome: 'wrong-state', reason: planReason(subscription) };
  const payer = await ports.payerOf(subscription.owner);
  if (!payer) return { outcome: 'wrong-state', reason: 'This owner has no active customer.' };

  const tax = await taxOf(subscription, ports);
  if ('outcome' in tax) return tax;
  const begun = await beginOn(subscription, ports.subscriptions, (current) =>
    obstacleTo(current) === null ? begin(current, plan, payer, tax.taxRate, ports.time.now()) : null,
  );
  if (!begun) {
    return { outcome: 'wrong-state', reason: 'This subscription is being created by somebody else.' };
  }
  const driven = await driveOperation(begun, subscriptionCourse(ports), ports, false);
  const present = driven.record ?? begun;
  if (isCreatedAtStripe(present)) return { outcome: 'created', subscription: present };
  if (driven.outcome !== 'refused') return { outcome: 'unknown', subscription: present };
  return isAboutPayment(driven.failure)
    ? { outcome: 'unpaid', subscription: present }
    : { outcome: 'refused', message: driven.failure.message };
}

function obstacleTo(subscription: Subscription): string | null {
  if (subscription.erased_at !== null) return 'Its owner was erased: there is nobody to pay it.';
  if (isCreatedAtStripe(subscription)) {
    return `This subscription is created at Stripe already (status: ${subscription.status}).`;
  }
  if (subscription.operation === null) return null;
  return subscription.operation.status === 'unknown'
    ? 'This subscription may be created already: what Stripe made of it is being found out.'
    : 'This subscription is being created. Try again later.';
}

function planReason({ plan_id: plan }: Subscription): string {
  return `The plan ${plan} is not created at Stripe yet: POST /aa-stripe/plans/${plan}/create-at-stripe first.`;
}

/** The tax rate at Stripe, or why it is not to be had. */
async function taxOf(
  { tax_percent: percent, livemode }: Subscription,
  ports: SubscriptionPorts,
): Promise<{ taxRate: string | null } | Extract<Created, { outcome: string }>> {
  if (percent === 0) return { taxRate: null };
  const tax = await ensureTaxRate(percent, livemode, ports);
  switch (tax.outcome) {
    case 'ready':
      return { taxRate: tax.stripeTaxRateId };
    case 'refused':
      return tax;
    case 'under-way':
      return {
        outcome: 'wrong-state',
        reason: `The tax rate of ${percent} % is being made. Try again later.`,
      };
    case 'unknown':
      return { outcome: 'unavailable', reason: `Stripe broke off making the tax rate. Try again later.` };
  }
}

function begin(
  subscription: Subscription,
  plan: PlanTerms,
  { customer_id, stripe_customer_id }: SubscriptionPayer,
  taxRate: string | null,
  now: number,
): Subscription {
  const request = createSubscriptionRequest(subscription, {
    stripeCustomerId: stripe_customer_id,
    taxRate,
    trialPeriodDays: plan.trial_period_days,
  });
  const operation = beginOperation(
    { kind: 'create_subscription', recordId: subscription.id, request: () => request, input: {} },
    now,
  );
  return written({ ...subscription, customer_id, stripe_customer_id, operation }, subscription, now);
}

/** Declined, or the payer would have to authenticate. */
function isAboutPayment({ type, code }: StripeFailure): boolean {
  return type === 'card_error' || code === 'subscription_payment_intent_requires_action';
}
