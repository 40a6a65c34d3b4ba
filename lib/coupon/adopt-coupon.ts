import { createHash } from 'node:crypto';
import { withOperationEnded } from '../operation/record';
import type { Coupon } from './coupon';
import { type NoCoupon, type StripeCoupon, timeOf } from './stripe-coupon';

/**
 * The coupon after Stripe's state of its id has been taken over: changed, come back, deleted, or, where Stripe has
 * given the id to another coupon, that other one, which takes its place.
 */
export function adoptCoupon(coupon: Coupon, stripe: StripeCoupon | NoCoupon, now: number): Coupon {
  if (stripe.deleted) {
    // Not there yet is not gone.
    return coupon.operation?.kind === 'create_coupon' ? coupon : endedIfProven(tombstone(coupon), coupon);
  }
  const isAnother = coupon.stripe_created !== null && coupon.stripe_created !== stripe.created;
  if (isAnother) return mirrored(stripe, now);
  return endedIfProven({ ...coupon, ...factsOf(stripe) }, coupon);
}

/** The id of a coupon that was made elsewhere: the same whoever finds it first. `created`: seconds since the epoch. */
export function couponIdentity(couponId: string, created: number): string {
  const named = createHash('sha256').update(`${couponId}\n${created}`).digest('hex');
  return `scpn_${named.slice(0, 26)}`;
}

/** A record of a coupon that was made elsewhere. */
export function mirrored(stripe: StripeCoupon, now: number): Coupon {
  return {
    id: couponIdentity(stripe.id, stripe.created),
    coupon_id: stripe.id,
    ...factsOf(stripe),
    is_past: false,
    replaces: null,
    updated: new Date(now).toISOString(),
    version: 1,
    applied_keys: [],
    operation: null,
  };
}

/** What stays of a coupon that Stripe has no more. */
export function tombstone(coupon: Coupon): Coupon {
  return { ...coupon, is_deleted: true, valid: false };
}

function factsOf(stripe: StripeCoupon) {
  const { deleted: _, id: __, created, raw, ...facts } = stripe;
  return {
    ...facts,
    stripe_created: created,
    created: timeOf(created),
    is_deleted: false,
    stripe_response: raw,
  };
}

/** Ends the operation that the coupon is in, where Stripe's state shows that it took effect or never can. */
function endedIfProven(known: Coupon, before: Coupon): Coupon {
  return before.operation && isSettled(known, before.operation) ? withOperationEnded(known) : known;
}

function isSettled(known: Coupon, { kind, input }: NonNullable<Coupon['operation']>): boolean {
  switch (kind) {
    case 'create_coupon':
      return true;
    case 'update_coupon':
      return known.is_deleted || sameMetadata(known.metadata, input['metadata']);
    default:
      return known.is_deleted;
  }
}

/** Whether two sets of metadata hold the same, in whatever order. */
export function sameMetadata(known: Record<string, string>, asked: unknown): boolean {
  const sorted = (value: object) => JSON.stringify(Object.entries(value).sort());
  return typeof asked === 'object' && asked !== null && sorted(known) === sorted(asked);
}
