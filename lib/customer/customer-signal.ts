import { type PendingSignal, type Signal, signalDetail, toSignal } from '../signals/signal';
import type { Customer } from './customer';
import { presentCustomer } from './present-customer';

export function customerSignal(pending: PendingSignal, customer: Customer): Signal {
  return toSignal(pending.signal, signalDetail(pending, customer, presentCustomer(customer)));
}
