import type { Account } from '../account';
import type { Collection } from '../store/collection';
import type { Expandable, ExpandableField } from '../store/expand';
import { firstPage } from '../store/list';

/** The fields of payments that `expand[]` can fill in. */
export function expandablePayments(account: Account): Expandable {
  const { charges, intents, refunds } = account.payments;
  const field = (shape: string, name: string, all: Collection<{ readonly id: string }>): ExpandableField => ({
    shape,
    resolve: (object) => all.get(String(object[name])) ?? null,
  });
  const charge = field('charge', 'charge', charges);
  const customer = field('customer', 'customer', account.customers);
  const payment_intent = field('payment_intent', 'payment_intent', intents);
  const payment_method = field('payment_method', 'payment_method', account.paymentMethods);
  return {
    payment_intent: {
      customer,
      latest_charge: field('charge', 'latest_charge', charges),
      payment_method,
    },
    charge: {
      customer,
      payment_intent,
      refunds: {
        shape: { list: 'refund' },
        resolve: ({ id }) =>
          firstPage(
            refunds.newestFirst((refund) => refund.charge === id),
            `/v1/charges/${String(id)}/refunds`,
          ),
      },
    },
    refund: { charge, customer, payment_intent, payment_method },
    dispute: { charge, payment_intent },
  };
}
