import { type PendingSignal, type Signal, signalDetail, toSignal } from '../signals/signal';
import type { Subscription } from './subscription';
import { presentSubscription } from './subscription-view';

export function subscriptionSignal(pending: PendingSignal, subscription: Subscription): Signal {
  return toSignal(pending.signal, signalDetail(pending, subscription, presentSubscription(subscription)));
}
