import { driveOperation } from '../operation/drive-operation';
import { beginOperation, isLeased, isResumable, takenOver } from '../operation/operation';
import { written } from '../operation/record';
import type { Coupon } from './coupon';
import { couponCourse } from './coupon-course';
import { createCouponRequest } from './coupon-request';
import { type CouponInput, newCoupon } from './new-coupon';
import type { CouponPorts } from './ports';
import type { Undecided } from './undecided';

export type CreatedCoupon =
  | { outcome: 'created'; coupon: Coupon }
  /** A coupon of this id is there, here or at Stripe. Nothing was made. */
  | { outcome: 'exists' }
  /** Stripe refused it, and nothing is left of it here. */
  | { outcome: 'refused'; message: string }
  | Undecided;

const TRIES = 5;

/**
 * Records a coupon and makes it at Stripe. `seed`: a ULID, the same for the same request, which then goes on where it
 * was broken off.
 * @throws StripeDeniedError when Stripe does not accept our key; nothing is left of the coupon then
 */
export async function createCoupon(
  input: CouponInput,
  { livemode, seed }: { livemode: boolean; seed: string },
  ports: CouponPorts,
): Promise<CreatedCoupon> {
  const now = ports.time.now();
  const coupon = newCoupon(input, livemode, seed, now);
  const operation = beginOperation(
    { kind: 'create_coupon', recordId: coupon.id, request: () => createCouponRequest(coupon), input: {} },
    now,
  );
  for (let i = 0; i < TRIES; i += 1) {
    const holder = await ports.coupons.find(coupon.coupon_id);
    if (holder?.id === coupon.id) return resume(holder, ports);
    if (holder && !holder.is_deleted) return { outcome: 'exists' };
    const begun: Coupon = {
      ...coupon,
      operation,
      // Versions of a place go up, whoever has it.
      ...(holder && { version: holder.version + 1, replaces: holder.id }),
    };
    const isPlaced = holder ? await ports.coupons.save(begun, holder) : await ports.coupons.insert(begun);
    if (isPlaced) return drive(begun, ports, false);
  }
  return { outcome: 'under-way' };
}

/** The same request once more. */
async function resume(coupon: Coupon, ports: CouponPorts): Promise<CreatedCoupon> {
  const now = ports.time.now();
  const { operation } = coupon;
  if (operation?.kind !== 'create_coupon') return { outcome: 'created', coupon };
  if (isLeased(operation, now)) return { outcome: 'under-way' };
  if (!isResumable(operation, now)) return { outcome: 'unknown' };
  const held = written({ ...coupon, operation: takenOver(operation, now) }, coupon, now);
  return (await ports.coupons.save(held, coupon)) ? drive(held, ports, true) : { outcome: 'under-way' };
}

async function drive(coupon: Coupon, ports: CouponPorts, resumed: boolean): Promise<CreatedCoupon> {
  const driven = await driveOperation(coupon, couponCourse(ports), ports, resumed);
  switch (driven.outcome) {
    case 'done':
      return { outcome: 'created', coupon: driven.record };
    case 'refused':
      return driven.failure.code === 'resource_already_exists'
        ? { outcome: 'exists' }
        : { outcome: 'refused', message: driven.failure.message };
    default:
      return { outcome: driven.outcome };
  }
}
