import type { Account } from '../account';
import { showEvent } from '../endpoints/events';
import type { StoredEvent } from '../objects/event';
import { wants } from '../objects/webhook-endpoint';
import { type DeliveryFaults, noDeliveryFaults, seededChance } from './delivery-faults';
import { type Attempt, postEvent } from './post-event';
import { Timers } from './timers';

interface Delivery {
  readonly event: StoredEvent;
  readonly endpoint: string;
  attempts: number;
}

const REORDER_WINDOW_MS = 100;
const KEPT_ATTEMPTS = 10_000;

/** Sends events to the webhook endpoints, again and again by a schedule until each is answered with 2xx. */
export class Deliveries {
  readonly attempts: Attempt[] = [];
  private faults = noDeliveryFaults();
  private chance = seededChance(this.faults.seed);
  private held: Delivery[] = [];
  private readonly timers = new Timers();
  private stopping = new AbortController();

  constructor(
    private readonly account: Account,
    /** Waits between attempts in milliseconds: one fewer than the attempts made. */
    private readonly retryDelaysMs: readonly number[],
    /** The time of day in milliseconds, which signatures carry. */
    private readonly wallClock: () => number,
  ) {}

  /** Sends an event to every endpoint that wants it, and counts it as pending until it has arrived. */
  send(event: StoredEvent): void {
    const endpoints = this.receivers(event);
    this.account.pendingWebhooks.set(event.id, new Set(endpoints));
    for (const endpoint of endpoints) this.admit({ event, endpoint, attempts: 0 });
  }

  /** Sends an event once more, now, past all faults. Returns the number of endpoints it goes to. */
  sendAgain(event: StoredEvent): number {
    const endpoints = this.receivers(event);
    for (const endpoint of endpoints) void this.attempt({ event, endpoint, attempts: 0 }, false);
    return endpoints.length;
  }

  get currentFaults(): DeliveryFaults {
    return this.faults;
  }

  /** Sets the given faults, leaves the others, and lets go what is held. */
  setFaults(changes: Partial<DeliveryFaults>): void {
    this.faults = { ...this.faults, ...changes };
    if (changes.seed !== undefined) this.chance = seededChance(changes.seed);
    for (const delivery of this.held.splice(0)) this.admit(delivery);
  }

  /** Drops all that is on its way and every fault. */
  stop(): void {
    this.timers.giveUp();
    this.stopping.abort();
    this.stopping = new AbortController();
    this.held = [];
    this.attempts.length = 0;
    this.faults = noDeliveryFaults();
  }

  private receivers(event: StoredEvent): string[] {
    const wanting = this.account.webhookEndpoints.newestFirst((endpoint) => wants(endpoint, event.type));
    return wanting.map(({ id }) => id);
  }

  private admit(delivery: Delivery): void {
    const { paused, reorder } = this.faults;
    if (!paused && !reorder) {
      void this.dispatch(delivery);
      return;
    }
    this.held.push(delivery);
    if (!paused && this.held.length === 1) void this.dispatchNewestFirst();
  }

  /** One after the other: sent together they might arrive in their first order again. */
  private async dispatchNewestFirst(): Promise<void> {
    await this.timers.wait(REORDER_WINDOW_MS);
    if (this.faults.paused) return;
    for (const delivery of this.held.splice(0).reverse()) await this.dispatch(delivery);
  }

  private async dispatch(delivery: Delivery): Promise<void> {
    const { delay_ms: delay, duplicate, drop } = this.faults;
    if (delay > 0) await this.timers.wait(delay);
    const copies = this.chance() < duplicate ? [delivery, delivery] : [delivery];
    await Promise.all(copies.map((copy) => this.attempt(copy, this.chance() < drop)));
  }

  private async attempt(delivery: Delivery, lost: boolean): Promise<void> {
    const { event } = delivery;
    const endpoint = this.account.webhookEndpoints.get(delivery.endpoint);
    const secret = this.account.webhookSecrets.get(delivery.endpoint);
    if (endpoint?.status !== 'enabled' || secret === undefined) return;
    delivery.attempts += 1;
    const { signal } = this.stopping;
    const made = await postEvent({
      endpoint,
      secret,
      event: showEvent(this.account, event),
      attempt: delivery.attempts,
      at: this.wallClock(),
      lost,
      signal,
    });
    if (signal.aborted) return;
    this.attempts.push(made);
    if (this.attempts.length > KEPT_ATTEMPTS) this.attempts.shift();
    if (made.delivered) this.account.pendingWebhooks.get(event.id)?.delete(endpoint.id);
    else void this.retry(delivery);
  }

  private async retry(delivery: Delivery): Promise<void> {
    const wait = this.retryDelaysMs[delivery.attempts - 1];
    if (wait === undefined) return;
    await this.timers.wait(wait);
    this.admit(delivery);
  }
}
