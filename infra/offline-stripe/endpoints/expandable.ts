import type { Account } from '../account';
import { cardsOf } from '../cards/saved-cards';
import type { Expandable, ExpandableField } from '../store/expand';
import { firstPage } from '../store/list';
import { expandableBilling } from './expandable-billing';
import { expandablePayments } from './expandable-payments';

/** The fields that `expand[]` can fill in, by object type. */
export function expandableFields(account: Account): Expandable {
  const customer = (name: string): ExpandableField => ({
    shape: 'customer',
    resolve: (object) => account.customers.get(String(object[name])) ?? null,
  });
  return {
    ...expandablePayments(account),
    ...expandableBilling(account, customer('customer')),
    card: { customer: customer('customer') },
    payment_method: { customer: customer('customer') },
    customer: {
      default_source: {
        shape: 'card',
        resolve: (object) => account.cards.get(String(object.default_source)) ?? null,
      },
      'invoice_settings.default_payment_method': {
        shape: 'payment_method',
        resolve({ id }) {
          const settings = account.customers.get(String(id))?.invoice_settings;
          return account.paymentMethods.get(settings?.default_payment_method ?? '') ?? null;
        },
      },
      sources: {
        shape: { list: 'card' },
        resolve: ({ id }) => firstPage(cardsOf(account, String(id)), `/v1/customers/${String(id)}/sources`),
      },
    },
  };
}
