import { resourceMissing } from '../http/api-error';
import { endpoint } from '../http/endpoint';
import { findCustomer } from './find-customer';
import { listPaymentMethods, paymentMethodFilters } from './list-payment-methods';

/** A customer's payment methods, its saved cards among them. */
export const customerPaymentMethods = [
  endpoint({
    method: 'GET',
    path: '/v1/customers/:customer/payment_methods',
    params: paymentMethodFilters,
    returns: { list: 'payment_method' },
    handle({ account, path, params }) {
      const { id } = findCustomer(account, path.customer);
      return listPaymentMethods(account, id, params, `/v1/customers/${id}/payment_methods`);
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers/:customer/payment_methods/:id',
    params: {},
    returns: 'payment_method',
    handle({ account, path }) {
      const { id } = findCustomer(account, path.customer);
      const found = account.paymentMethods.get(path.id);
      if (found?.customer !== id) throw resourceMissing('PaymentMethod', path.id);
      return found;
    },
  }),
];
