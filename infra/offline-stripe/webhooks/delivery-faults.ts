import { randomInt } from 'node:crypto';

/** How deliveries are disturbed; all off unless set. */
export interface DeliveryFaults {
  /** Chance that a delivery is sent twice. */
  duplicate: number;
  /** Chance that an attempt never arrives; like any failed attempt it is made again. */
  drop: number;
  /** Holds deliveries for a moment and sends the newest first. */
  reorder: boolean;
  /** Milliseconds that each delivery waits. */
  delay_ms: number;
  /** Holds all deliveries until it is switched off. */
  paused: boolean;
  /** Makes the chances repeatable. */
  seed: number;
}

export function noDeliveryFaults(): DeliveryFaults {
  return { duplicate: 0, drop: 0, reorder: false, delay_ms: 0, paused: false, seed: randomInt(2 ** 31) };
}

/** Numbers from 0 up to 1, the same for the same seed (a linear congruential generator). */
export function seededChance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
