/** Endings that every change of a coupon shares. */
export type Undecided =
  /** Somebody else is changing it. Nothing was tried. */
  | { outcome: 'under-way' }
  /** Stripe could not be reached. Sending it again is right, and is done anyway. */
  | { outcome: 'unavailable' }
  /** Stripe broke off; `recover-operations` finds out. */
  | { outcome: 'unknown' };
