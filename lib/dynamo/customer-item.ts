import * as v from 'valibot';
import type { Customer } from '../customer/customer';
import type { Traced } from '../history/history';
import type { Item } from './conditional-update';
import { customerKey, ownersPk, ownIdPk, position, shardOf, stripeIdPk } from './keys';
import { Json, operationItem } from './operation-item';
import { pack, unpack } from './packed-json';

const Binary = v.instance(Uint8Array);
const Nullable = v.nullable(v.string());

const CardItem = v.object({
  id: v.string(),
  object: v.string(),
  brand: Nullable,
  last4: Nullable,
  exp_month: v.nullable(v.number()),
  exp_year: v.nullable(v.number()),
});

const CustomerItem = v.object({
  id: v.string(),
  owner: v.string(),
  state: v.picklist(['creating', 'created', 'deleted']),
  is_active: v.boolean(),
  stripe_customer_id: v.optional(Nullable, null),
  sources: v.array(CardItem),
  default_source: v.optional(Nullable, null),
  livemode: v.boolean(),
  created: v.string(),
  updated: v.string(),
  version: v.number(),
  stripe_js_response: Binary,
  stripe_response: v.optional(Binary),
  attached: v.optional(v.nullable(v.object({ token_digest: v.string(), card_id: v.string() })), null),
  applied_keys: v.array(v.string()),
  erased_at: v.optional(Nullable, null),
  operation: v.optional(operationItem(Json)),
});

/** What a list reads: all but Stripe's own answer. */
export const CUSTOMER_ATTRIBUTES = Object.keys(CustomerItem.entries).filter(
  (name) => name !== 'stripe_response',
);

/** The customer as an item: absent values are left out, large ones compressed, index keys derived. */
export function toCustomerItem(customer: Customer): Item {
  const { operation, stripe_response, stripe_js_response, ...plain } = customer;
  const stripeId = customer.stripe_customer_id;
  const at = position(customer.created, customer.id);
  return {
    ...customerKey(customer.owner, customer.id),
    kind: 'customer',
    ...plain,
    stripe_js_response: pack(stripe_js_response),
    ...(stripe_response && { stripe_response: pack(stripe_response) }),
    ...(operation && {
      operation,
      gsi6pk: shardOf('operation', customer.id),
      gsi6sk: position(operation.lease_until, customer.id),
    }),
    ...(stripeId && { gsi1pk: stripeIdPk(stripeId), gsi1sk: 'customer' }),
    gsi2pk: ownIdPk(customer.id),
    gsi2sk: 'customer',
    // A customer that Stripe has not confirmed is nobody's to list.
    ...(customer.state !== 'creating' && {
      gsi4pk: shardOf('customer', customer.id),
      gsi4sk: at,
      gsi7pk: ownersPk('customer', customer.owner),
      gsi7sk: at,
    }),
  };
}

/** What its history is made of. */
export function tracedCustomer(customer: Customer): Traced {
  const { state, is_active } = customer;
  const shown = state === 'created' && !is_active ? 'inactive' : state;
  return { ...customer, state: shown, error: null, by: null };
}

/** @throws v.ValiError if the item is not a customer */
export function fromCustomerItem(item: unknown): Customer {
  const { stripe_js_response, stripe_response, operation, ...plain } = v.parse(CustomerItem, item);
  return {
    ...plain,
    operation: operation ?? null,
    stripe_js_response: v.parse(Json, unpack(stripe_js_response)),
    stripe_response: stripe_response ? v.parse(Json, unpack(stripe_response)) : null,
  };
}
