import type { Account } from '../account';
import { resourceMissing } from '../http/api-error';
import type { Customer } from '../objects/customer';

/** @throws {ApiError} when there is none, or none any more. */
export function findCustomer(account: Account, id: string, param?: string): Customer {
  const customer = account.customers.get(id);
  if (customer === undefined) throw resourceMissing('customer', id, param);
  return customer;
}
