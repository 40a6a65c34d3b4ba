import type { Account } from '../account';
import type { PaymentMethod } from '../objects/payment-method';
import { string } from '../params/kinds';
import type { Read } from '../params/read-fields';
import { type List, page, pagination } from '../store/list';
import { allowRedisplay } from './payment-method-params';

/** The parameters of a list of payment methods. */
export const paymentMethodFilters = { ...pagination, type: string, allow_redisplay: allowRedisplay };

/** Payment methods of a customer, or all. */
export function listPaymentMethods(
  account: Account,
  customer: string | undefined,
  params: Read<typeof paymentMethodFilters>,
  url: string,
): List<PaymentMethod> {
  const { type, allow_redisplay: redisplay } = params;
  const found = account.paymentMethods.newestFirst(
    (method) =>
      (customer === undefined || method.customer === customer) &&
      (type === undefined || method.type === type) &&
      (redisplay === undefined || method.allow_redisplay === redisplay),
  );
  return page(found, params, url, 'PaymentMethod');
}
