import * as v from 'valibot';
import { mirrorEvents } from '../webhook/mirror-events';
import type { EventHandler } from '../webhook/ports';
import type { StripeEvent } from '../webhook/stripe-event';
import type { SubscriptionCoursePorts } from './ports';
import { ourIdIn } from './stripe-subscription';
import { subscriptionCourse } from './subscription-course';

const Text = v.fallback(v.nullable(v.string()), null);
const Subject = v.object({ id: Text, object: Text });
const Id = v.union([
  v.string(),
  v.pipe(
    v.object({ id: v.string() }),
    v.transform(({ id }) => id),
  ),
]);
const Billed = v.object({
  parent: v.object({ subscription_details: v.object({ subscription: Id }) }),
});

/** `customer.subscription.*`, and `invoice.*`, which is news of the subscription that it bills. */
export function subscriptionEvents(
  ports: Pick<SubscriptionCoursePorts, 'subscriptions' | 'stripeSubscriptions' | 'time'>,
): EventHandler {
  return mirrorEvents({
    name: 'subscription',
    signed: ['subscription'],
    course: subscriptionCourse(ports),
    subjectOf: subscriptionOf,
    oursIn: ({ object }) => ourIdIn(object),
    find: async (stripeId, ours) => {
      const linked = await ports.subscriptions.findByStripeId(stripeId);
      return linked ?? (ours === null ? null : ports.subscriptions.find(ours));
    },
    isErased: ({ erased_at }) => erased_at !== null,
    time: ports.time,
  });
}

/** Invoices of anything else than a subscription are nobody's business here. */
function subscriptionOf(event: StripeEvent): string | null {
  const { id, object } = v.parse(Subject, event.object);
  if (object === 'subscription') return id;
  const billed = v.safeParse(Billed, event.object);
  return billed.success ? billed.output.parent.subscription_details.subscription : null;
}
