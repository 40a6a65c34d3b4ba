import type { CommandWork, Due, RunOptions, Step } from '../command/command';
import { StripeDeniedError } from '../operation/errors';
import type { Page, Unreadable } from '../operation/ports';
import { written } from '../operation/record';
import { adoptCoupon, mirrored } from './adopt-coupon';
import type { Coupon } from './coupon';
import { couponSignals } from './coupon-signal';
import { looksDifferent } from './coupon-view';
import type { CouponList, CouponMark, CouponPorts } from './ports';
import { NO_COUPON, type StripeCoupon } from './stripe-coupon';

export interface RefreshPorts extends Pick<CouponPorts, 'coupons' | 'stripeCoupons' | 'time'> {
  couponList: CouponList;
}

/** A coupon of Stripe's, of ours, or of both. */
export interface CouponDue extends Due {
  stripe: StripeCoupon | null;
  /** As it was before Stripe was asked. */
  ours: Coupon | null;
  /** Why ours cannot be read, where that is so. */
  unreadable?: unknown;
}

/**
 * Makes our coupons equal Stripe's: lists them there by hundreds, newest first, and writes only what differs. Ours
 * that a stretch of Stripe's list passes over are deleted there. Positions are seconds of creation, so a run that
 * was cut short goes on at any point, whatever came or went meanwhile.
 */
export function refreshCoupons(ports: RefreshPorts, { dryRun }: RunOptions): CommandWork<CouponDue> {
  return {
    due: (after) => dueCoupons(after === null ? null : Number(after), ports),
    step: (due) => refreshOne(due, dryRun, ports),
    count: async () => null,
    concurrency: 8,
    stopsRun: (error) => error instanceof StripeDeniedError,
  };
}

async function* dueCoupons(from: number | null, ports: RefreshPorts): AsyncGenerator<CouponDue> {
  // Read before Stripe is asked: what is here by then and not there after, is gone.
  const { ours, unreadable } = await presentCoupons(ports.couponList);
  for (const { id, error } of unreadable) {
    yield { id, position: String(Number.MAX_SAFE_INTEGER), stripe: null, ours: null, unreadable: error };
  }
  const unseen = new Map([...ours].filter(([, coupon]) => mayBeGone(coupon, from)));
  let mark: CouponMark | null = from === null ? null : { id: null, created: from };
  for (let hasMore = true; hasMore; ) {
    const page = await ports.stripeCoupons.page(mark);
    hasMore = page.hasMore && page.coupons.length > 0;
    const due: { created: number; stripe: StripeCoupon | null; ours: Coupon | null }[] = [];
    for (const stripe of page.coupons) {
      due.push({ created: stripe.created, stripe, ours: ours.get(stripe.id) ?? null });
      unseen.delete(stripe.id);
      mark = { id: stripe.id, created: stripe.created };
    }
    // Those of the page's last second may still follow on the next one.
    const passed = hasMore && mark ? mark.created : Number.NEGATIVE_INFINITY;
    for (const [id, coupon] of unseen) {
      const created = coupon.stripe_created ?? 0;
      if (created <= passed) continue;
      due.push({ created, stripe: null, ours: coupon });
      unseen.delete(id);
    }
    due.sort((a, b) => b.created - a.created);
    for (const { created, ...found } of due) {
      yield { ...found, id: found.stripe?.id ?? found.ours?.coupon_id ?? '', position: String(created) };
    }
  }
}

function mayBeGone({ is_deleted, stripe_created }: Coupon, from: number | null): boolean {
  return !is_deleted && stripe_created !== null && (from === null || stripe_created <= from);
}

/** The coupons that have their ids now, deleted ones too, by their ids; and what cannot be read. */
async function presentCoupons(list: CouponList) {
  const ours = new Map<string, Coupon>();
  const unreadable: Unreadable[] = [];
  let after: string | null = null;
  do {
    const page: Page<Coupon> = await list.page({ includeDeleted: true }, after, 100);
    for (const coupon of page.records) if (!coupon.is_past) ours.set(coupon.coupon_id, coupon);
    unreadable.push(...(page.unreadable ?? []));
    after = page.last;
  } while (after !== null);
  return { ours, unreadable };
}

/** One conditional write; where somebody else was faster, theirs is the newer look at Stripe. */
async function refreshOne(due: CouponDue, dryRun: boolean, ports: RefreshPorts): Promise<Step> {
  const { stripe, ours } = due;
  if (due.unreadable !== undefined) throw due.unreadable;
  const now = ports.time.now();
  // An open operation is settled by whoever has begun it, or by recover-operations.
  if (ours?.operation) return 'skipped';
  if (!ours) {
    if (!stripe) return 'skipped';
    if (dryRun) return 'changed';
    const isNew = await ports.coupons.insert(mirrored(stripe, now), ['stripe_coupon_updated']);
    return isNew ? 'changed' : 'skipped';
  }
  const adopted = adoptCoupon(ours, stripe ?? NO_COUPON, now);
  if (!looksDifferent(ours, adopted)) return 'skipped';
  if (dryRun) return 'changed';
  const next = written(adopted, ours, now);
  return (await ports.coupons.save(next, ours, couponSignals(ours, next))) ? 'changed' : 'skipped';
}
