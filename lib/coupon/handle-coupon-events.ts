import { isLeased } from '../operation/operation';
import { refreshRecord } from '../operation/refresh-record';
import { isOurOwn } from '../webhook/mirror-events';
import type { EventHandler, Handled, ReceivedEvent } from '../webhook/ports';
import { mirrored } from './adopt-coupon';
import { couponCourse } from './coupon-course';
import type { CouponPorts } from './ports';

const TRIES = 3;

/**
 * `coupon.*`: whatever an event says, the state of the coupon's id is fetched and taken over, also of one that was
 * made elsewhere. Late events cannot bring back what is deleted.
 */
export function couponEvents(ports: Pick<CouponPorts, 'coupons' | 'stripeCoupons' | 'time'>): EventHandler {
  return {
    subjectOf: ({ object: { id } }) => (typeof id === 'string' && id !== '' ? id : null),
    handle: async (couponId, received) => {
      for (let i = 0; i < TRIES; i += 1) {
        const handled = (await refresh(couponId, received, ports)) ?? (await add(couponId, received, ports));
        if (handled) return handled;
      }
      return { outcome: 'later', reason: `coupon ${couponId} is being written` };
    },
  };
}

type Ports = Parameters<typeof couponEvents>[0];

/** Null if no coupon has the id here. */
async function refresh(couponId: string, received: ReceivedEvent[], ports: Ports): Promise<Handled | null> {
  const coupon = await ports.coupons.find(couponId);
  if (!coupon) return null;
  if (received.every(({ event }) => isOurOwn(event, coupon))) return { outcome: 'done' };
  const { operation } = coupon;
  // Whether Stripe's coupon is the one being made, or the one in its way, its answer will tell.
  if (operation?.kind === 'create_coupon' && isLeased(operation, ports.time.now())) {
    return { outcome: 'later', reason: `coupon ${couponId} is being made` };
  }
  const { outcome } = await refreshRecord(coupon, couponCourse(ports), ports.time);
  return outcome === 'refreshed'
    ? { outcome: 'done' }
    : { outcome: 'later', reason: `coupon ${couponId} is being written` };
}

/** Null once the record is there: it was not when Stripe was asked, so Stripe has to be asked again. */
async function add(couponId: string, received: ReceivedEvent[], ports: Ports): Promise<Handled | null> {
  const stripe = await ports.stripeCoupons.retrieve(couponId);
  if (!stripe.deleted) {
    await ports.coupons.insert(mirrored(stripe, ports.time.now()), ['stripe_coupon_updated']);
    return null;
  }
  // It came and went before anybody here had heard of it.
  const isPast = received.every(({ event }) => event.type === 'coupon.deleted');
  return isPast
    ? { outcome: 'noted', note: `coupon ${couponId} was never here` }
    : { outcome: 'failed', error: `Stripe does not know coupon ${couponId}` };
}
