import * as v from 'valibot';
import type { Charge } from '../charge/charge';
import type { Coupon } from '../coupon/coupon';
import type { Customer } from '../customer/customer';
import type { Plan } from '../plan/plan';
import type { Subscription } from '../subscription/subscription';
import type { Webhook } from '../webhook/webhook';

/** A record that a search found: enough to tell it from others, and to find its page. */
export const SearchHit = v.object({
  kind: v.picklist(['charge', 'customer', 'plan', 'subscription', 'coupon', 'webhook']),
  /** What its own route takes: of a coupon the id that it has at Stripe. */
  id: v.string(),
  title: v.string(),
  state: v.nullable(v.string()),
  created: v.pipe(v.string(), v.isoTimestamp()),
});
export type SearchHit = v.InferOutput<typeof SearchHit>;

export const chargeHit = ({ id, description, state, created }: Charge): SearchHit => ({
  kind: 'charge',
  id,
  title: description,
  state,
  created,
});

export const customerHit = ({ id, owner, state, is_active, created }: Customer): SearchHit => ({
  kind: 'customer',
  id,
  title: owner,
  created,
  state: state === 'created' ? (is_active ? 'active' : 'inactive') : state,
});

export const planHit = ({ id, name, created }: Plan): SearchHit => ({
  kind: 'plan',
  id,
  title: name,
  state: null,
  created,
});

export const subscriptionHit = ({ id, owner, status, created }: Subscription): SearchHit => ({
  kind: 'subscription',
  id,
  title: owner,
  state: status,
  created,
});

export const couponHit = ({ coupon_id, is_deleted, valid, created }: Coupon): SearchHit => ({
  kind: 'coupon',
  id: coupon_id,
  title: coupon_id,
  created,
  state: is_deleted ? 'deleted' : valid ? 'valid' : 'not valid',
});

export const webhookHit = ({ id, event_type, is_parsed, parse_error, created }: Webhook): SearchHit => ({
  kind: 'webhook',
  id,
  title: event_type,
  created,
  state: parse_error !== null ? 'failed' : is_parsed ? 'parsed' : 'not parsed',
});
