import { type PendingSignal, type Signal, signalDetail } from '../signals/signal';
import type { Customer } from './customer';
import { presentCustomer } from './present-customer';

export function customerSignal(pending: PendingSignal, customer: Customer): Signal {
  const detail = signalDetail(pending, customer, presentCustomer(customer));
  return { name: pending.signal, id: detail.id, json: JSON.stringify(detail) };
}
