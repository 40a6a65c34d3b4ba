import { type PendingSignal, type Signal, signalDetail } from '../signals/signal';
import type { Subscription } from './subscription';
import { presentSubscription } from './subscription-view';

export function subscriptionSignal(pending: PendingSignal, subscription: Subscription): Signal {
  const detail = signalDetail(pending, subscription, presentSubscription(subscription));
  return { name: pending.signal, id: detail.id, json: JSON.stringify(detail) };
}
