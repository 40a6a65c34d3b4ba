import { type Driven, driveOperation } from '../operation/drive-operation';
import { beginOperation, isLeased, type NewOperation, type OperationKind } from '../operation/operation';
import { written } from '../operation/record';
import type { Coupon } from './coupon';
import { couponCourse } from './coupon-course';
import type { CouponPorts } from './ports';

/** Whether an operation may begin: none is open, or one that may be left for it, since it can be asked for again. */
export function mayBegin({ operation }: Coupon, over: OperationKind[], now: number): boolean {
  return !operation || (!isLeased(operation, now) && over.includes(operation.kind));
}

/**
 * Begins an operation on a coupon and sends it.
 * @returns null if the record is not as it was read
 * @throws StripeDeniedError when Stripe does not accept our key; the coupon is then as it was
 */
export async function changeCoupon(
  coupon: Coupon,
  operation: Omit<NewOperation<Record<string, unknown>>, 'recordId'>,
  ports: CouponPorts,
): Promise<Driven<Coupon> | null> {
  const now = ports.time.now();
  const begun = written(
    { ...coupon, operation: beginOperation({ ...operation, recordId: coupon.id }, now) },
    coupon,
    now,
  );
  // It is not changed yet; whoever looks at it sees when it last was.
  const isBegun = await ports.coupons.save({ ...begun, updated: coupon.updated }, coupon);
  return isBegun ? driveOperation(begun, couponCourse(ports), ports, false) : null;
}
