import Stripe from 'stripe';
import type { Chance } from './chance';
import type { World } from './world';

const DUPLICATES = 0.2;
const DROPPED = 0.05;
const LATE = 0.02;
/** Events that wait at once, so that any may overtake any other of them. */
const SHUFFLED = 60;
const AT_ONCE = 12;

/** Brings Stripe's events to the API as badly as a network can. */
export class Deliveries {
  readonly counts = { made: 0, delivered: 0, duplicates: 0, dropped: 0, late: 0, refused: 0 };
  readonly made: string[] = [];
  private readonly waiting: Stripe.Event[] = [];
  private readonly late: Stripe.Event[] = [];
  private newest: string | undefined;

  constructor(
    private readonly world: World,
    private readonly chance: Chance,
  ) {}

  /** Takes in what Stripe has made since; where Stripe cannot be asked, the next time. */
  async take(): Promise<void> {
    try {
      await this.takeAll();
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeError)) throw error;
    }
  }

  private async takeAll(): Promise<void> {
    for (let isMore = true; isMore; ) {
      const since = this.newest === undefined ? {} : { ending_before: this.newest };
      const { data, has_more: more } = await this.world.stripe.events.list({ limit: 100, ...since });
      // Without a beginning the list gives the newest page; there are few events by then.
      for (const event of data.toReversed()) this.admit(event);
      this.newest = data[0]?.id ?? this.newest;
      isMore = more && 'ending_before' in since;
    }
  }

  /** Delivers, leaving so many waiting to be overtaken. */
  async deliver(left = SHUFFLED): Promise<void> {
    while (this.waiting.length > left) {
      const count = Math.min(AT_ONCE, this.waiting.length - left);
      await Promise.all(Array.from({ length: count }, () => this.send(this.chance.takeFrom(this.waiting))));
    }
  }

  /** What comes days after all else. */
  async deliverLate(): Promise<void> {
    this.waiting.push(...this.late.splice(0));
    await this.deliver(0);
  }

  private admit(event: Stripe.Event): void {
    this.counts.made += 1;
    this.made.push(event.id);
    if (this.chance.hits(DROPPED)) {
      this.counts.dropped += 1;
      return;
    }
    if (this.chance.hits(LATE)) {
      this.counts.late += 1;
      this.late.push(event);
      return;
    }
    this.waiting.push(event);
    if (this.chance.hits(DUPLICATES)) {
      this.counts.duplicates += 1;
      this.waiting.push(event);
    }
  }

  /** As Stripe does, it tries again what was not answered 2xx. */
  private async send(event: Stripe.Event): Promise<void> {
    const status = await this.world.deliver(event);
    this.counts.delivered += 1;
    if (status >= 200 && status < 300) return;
    this.counts.refused += 1;
    this.waiting.push(event);
  }
}
