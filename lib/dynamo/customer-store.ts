import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Customer } from '../customer/customer';
import type { CustomerStore } from '../customer/ports';
import type { Table } from './client';
import { conditional } from './conditional';
import { fromCustomerItem, toCustomerItem, tracedCustomer } from './customer-item';
import { historyPlace } from './history-places';
import { customerKey, type Index, type Key, ownerPk, ownIdPk, stripeIdPk } from './keys';
import { lookUp } from './look-up';
import { saveRecord } from './save-record';

export function customerStore(table: Table): CustomerStore {
  const get = async (key: Key): Promise<Customer | null> => {
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true }),
    );
    return Item ? fromCustomerItem(Item) : null;
  };
  const getByIndex = async (index: Index, pk: string) => {
    const key = await lookUp(table, index, pk);
    return key ? get(key) : null;
  };
  return {
    find: (owner, id) => get(customerKey(owner, id)),
    findOwned: (owner, stripeCustomerId) => findOwned(table, owner, stripeCustomerId),
    latestActive: (owner) => latestActive(table, owner),
    stripeCustomersOf: (owner) => stripeCustomersOf(table, owner),
    findByStripeId: (stripeCustomerId) => getByIndex('gsi1', stripeIdPk(stripeCustomerId)),
    findById: (id) => getByIndex('gsi2', ownIdPk(id)),
    insert: (customer) =>
      conditional(
        table.client.send(
          new PutCommand({
            TableName: table.name,
            Item: { ...toCustomerItem(customer), ...historyPlace(tracedCustomer(customer), null, []) },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      ),
    save: (next, previous, signals = []) =>
      saveRecord(table, toCustomerItem, {
        ...{ next, previous, signals, mayOwe: false },
        noted: historyPlace(tracedCustomer(next), tracedCustomer(previous), signals),
      }),
    remove: (customer) =>
      conditional(
        table.client.send(
          new DeleteCommand({
            TableName: table.name,
            Key: customerKey(customer.owner, customer.id),
            ConditionExpression: 'version = :version',
            ExpressionAttributeValues: { ':version': customer.version },
          }),
        ),
      ),
  };
}

/** All customers of an owner, in the order of their keys. Consistent. */
export async function* ownersCustomers(table: Table, owner: string): AsyncGenerator<Customer> {
  let from: Record<string, unknown> | undefined;
  do {
    const page = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :kind)',
        ExpressionAttributeValues: { ':pk': ownerPk(owner), ':kind': 'customer#' },
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    for (const item of page.Items ?? []) yield fromCustomerItem(item);
    from = page.LastEvaluatedKey;
  } while (from);
}

async function findOwned(table: Table, owner: string, stripeCustomerId: string): Promise<Customer | null> {
  for await (const customer of ownersCustomers(table, owner)) {
    if (customer.stripe_customer_id === stripeCustomerId) return customer;
  }
  return null;
}

async function latestActive(table: Table, owner: string): Promise<Customer | null> {
  let latest: Customer | null = null;
  for await (const customer of ownersCustomers(table, owner)) {
    if (!customer.is_active || customer.state !== 'created') continue;
    if (!latest || customer.created > latest.created) latest = customer;
  }
  return latest;
}

async function stripeCustomersOf(table: Table, owner: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { stripe_customer_id: id } of ownersCustomers(table, owner)) if (id !== null) ids.push(id);
  return ids;
}
