import type { Account } from '../account';
import { invalidRequest, resourceMissing } from '../http/api-error';
import type { Price } from '../objects/price';
import {
  makeItem,
  type Period,
  type RecurringPrice,
  repriced,
  type SubscriptionItem,
} from '../objects/subscription-item';
import { type Metadata, mergeMetadata } from '../params/metadata';
import { newId } from '../store/new-id';
import { findPlan, findPrice } from './find-in-catalog';

export interface ItemRequest {
  id?: string;
  deleted?: boolean;
  metadata?: Metadata | null;
  plan?: string;
  price?: string;
  quantity?: number;
}

interface Target {
  readonly subscription: string;
  readonly items: readonly SubscriptionItem[];
  /** Of items that are added. */
  readonly period: Period;
}

/**
 * The items as they will be: some changed, some gone, some new.
 * @throws {ApiError} 400 for unknown items and prices, none left, or prices that cannot be billed together.
 */
export function changeItems(
  account: Account,
  target: Target,
  asked: readonly ItemRequest[],
): SubscriptionItem[] {
  const items = new Map(target.items.map((item) => [item.id, item]));
  for (const [index, request] of asked.entries()) {
    const param = `items[${index}]`;
    const price = readPrice(account, request, param);
    const before = request.id === undefined ? undefined : items.get(request.id);
    if (request.id !== undefined && before === undefined) {
      throw resourceMissing('subscription_item', request.id, `${param}[id]`);
    }
    if (before !== undefined && request.deleted === true) {
      items.delete(before.id);
      continue;
    }
    const item = before ?? addItem(account, target, price, param);
    const changed = price === undefined ? item : repriced(item, price);
    items.set(item.id, {
      ...changed,
      metadata: mergeMetadata(item.metadata, request.metadata),
      quantity: request.quantity ?? item.quantity,
    });
  }
  return checkTogether([...items.values()]);
}

function addItem(account: Account, target: Target, price: RecurringPrice | undefined, param: string) {
  if (price === undefined) {
    throw invalidRequest(`Missing required param: ${param}[price].`, {
      code: 'parameter_missing',
      param: `${param}[price]`,
    });
  }
  const terms = { metadata: {}, price, quantity: 1, subscription: target.subscription };
  return makeItem(newId('si', 14), account.now(), target.period, terms);
}

function readPrice(
  account: Account,
  { plan, price }: ItemRequest,
  param: string,
): RecurringPrice | undefined {
  if (plan !== undefined && price !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: plan, price.', { param });
  }
  const id = plan ?? price;
  if (id === undefined) return undefined;
  const found =
    plan === undefined
      ? findPrice(account, id, `${param}[price]`)
      : findPlan(account, plan, `${param}[plan]`).price;
  if (!recurs(found)) {
    throw invalidRequest(
      'The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.',
      { param: `${param}[price]` },
    );
  }
  if (!found.active) {
    throw invalidRequest('The price specified is inactive. This field only accepts active prices.', {
      param: `${param}[${plan === undefined ? 'price' : 'plan'}]`,
    });
  }
  return found;
}

function recurs(price: Price): price is RecurringPrice {
  return price.recurring !== null;
}

function checkTogether(items: SubscriptionItem[]): SubscriptionItem[] {
  const [first] = items;
  if (first === undefined)
    throw invalidRequest('A subscription must have at least one item.', { param: 'items' });
  const rhythm = ({ price }: SubscriptionItem) =>
    [price.currency, price.recurring.interval, price.recurring.interval_count].join(' ');
  if (items.some((item) => rhythm(item) !== rhythm(first))) {
    throw invalidRequest('Currency and interval fields must match across all plans on this subscription.', {
      param: 'items',
    });
  }
  return items;
}

/** Every item of a subscription has the same rhythm and period: the first stands for all. */
export function firstOf(items: readonly SubscriptionItem[]): SubscriptionItem {
  const [first] = items;
  if (first === undefined) throw new Error('A subscription has no items.');
  return first;
}
