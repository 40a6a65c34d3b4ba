import { type PendingSignal, type Signal, signalDetail } from '../signals/signal';
import type { Subscription } from './subscription';
import { presentSubscription } from './subscription-view';

export function subscriptionSignal(pending: PendingSignal, subscription: Subscription): Signal {
  const instance = presentSubscription(subscription);
  return { name: pending.signal, json: JSON.stringify(signalDetail(pending, subscription, instance)) };
}
