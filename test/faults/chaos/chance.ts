import { seededChance } from '../../../infra/offline-stripe/webhooks/delivery-faults';

/** Random choices, the same for the same seed. */
export class Chance {
  private readonly next: () => number;

  constructor(seed: number) {
    this.next = seededChance(seed);
    // The first numbers of near seeds are near each other.
    for (let i = 0; i < 20; i += 1) this.next();
  }

  /** Whether something happens that does so with this probability. */
  hits(probability: number): boolean {
    return this.next() < probability;
  }

  upTo(count: number): number {
    return Math.floor(this.next() * count);
  }

  oneOf<T>(list: readonly T[]): T {
    const one = list[this.upTo(list.length)];
    if (one === undefined) throw new Error('Nothing to choose from.');
    return one;
  }

  /** Takes one out of a list. */
  takeFrom<T>(list: T[]): T {
    const [one] = list.splice(this.upTo(list.length), 1);
    if (one === undefined) throw new Error('Nothing to take.');
    return one;
  }
}
