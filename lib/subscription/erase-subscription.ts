import { written } from '../operation/record';
import { hasEnded, isCreatedAtStripe, type Subscription } from './subscription';

/** Why the owner of a subscription cannot be erased yet, with the cure; null if nothing stands against it. */
export function openMatterOf(subscription: Subscription): string | null {
  const { id, status, operation } = subscription;
  if (operation !== null) return `${id} is being worked on: wait`;
  return isCreatedAtStripe(subscription) && !hasEnded(subscription) ? `${id} is ${status}: cancel it` : null;
}

/** What was paid for, and until when, stays. */
export function withoutPersonalData(subscription: Subscription): Subscription {
  return { ...subscription, metadata: {}, stripe_response: null };
}

/** The subscription of an owner who is erased. */
export function eraseSubscription(subscription: Subscription, now: number): Subscription {
  return written(
    { ...withoutPersonalData(subscription), erased_at: new Date(now).toISOString() },
    subscription,
    now,
  );
}
