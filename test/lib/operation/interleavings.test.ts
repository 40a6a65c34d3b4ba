import fc from 'fast-check';
import { chargeCourse } from '../../../lib/charge/charge-course';
import { collectPayment } from '../../../lib/charge/collect-payment';
import { paymentEvents } from '../../../lib/charge/handle-payment-events';
import type { ChargePorts } from '../../../lib/charge/ports';
import { recoverOperation } from '../../../lib/operation/recover-operation';
import { dueCharge } from '../../fixtures/charges';
import { type FakeClock, fakeClock } from '../../fixtures/fake-clock';
import {
  type Fate,
  isOutage,
  type MemoryPayments,
  memoryPayments,
  type Verdict,
} from '../../fixtures/memory-payments';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-03-01T12:00:00Z');
const RUN = { dryRun: false, limit: null, deadline: Number.MAX_SAFE_INTEGER, olderThan: null };

/** Somebody who does something with the charge at some time, as slowly as may be, and maybe dies over it. */
interface Actor {
  does: 'charges' | 'recovers' | 'delivers' | 'pays' | 'fails to pay' | 'settles';
  at: number;
  /** Milliseconds that each of its steps takes: a lease lasts 35 s. */
  slowness: number;
  diesAfter: number | null;
}

interface Life {
  actors: Actor[];
  fates: Fate[];
  verdicts: Verdict[];
}

class Scene {
  readonly clock: FakeClock = fakeClock(START);
  readonly stripe: MemoryPayments = memoryPayments(dueCharge(), this.clock);
  readonly unexpected: unknown[] = [];
  private readonly handled = new Set<string>();

  async play({ actors, fates, verdicts }: Life): Promise<void> {
    this.stripe.fates.push(...fates);
    this.stripe.verdicts.push(...verdicts);
    for (const actor of actors) {
      this.clock
        .sleep(actor.at)
        .then(() => this.act(actor))
        .catch((error: unknown) => {
          if (!isOutage(error)) this.unexpected.push(error);
        });
    }
    await this.clock.run();
  }

  /** What happens in the days after: recovery runs, events arrive, each once, and what is still due is charged. */
  async calmDown(): Promise<void> {
    this.stripe.fates.length = 0;
    this.stripe.verdicts.length = 0;
    const pause = [MINUTE, 2 * MINUTE, 15 * MINUTE, 15 * MINUTE, 25 * HOUR, HOUR];
    for (const ms of pause) {
      await this.clock.run(this.clock.now() + ms);
      await this.alone('recovers');
      await this.alone('settles');
      await this.alone('delivers');
    }
    if (this.stripe.record().state === 'pending') await this.alone('charges');
  }

  private async alone(does: Actor['does']): Promise<void> {
    const done = this.act({ does, at: 0, slowness: 1, diesAfter: null });
    await this.clock.run();
    await done;
  }

  private async act({ does, slowness, diesAfter }: Actor): Promise<void> {
    const end = diesAfter === null ? Number.POSITIVE_INFINITY : this.clock.now() + diesAfter;
    const ports = this.stripe.ports(
      () => slowness,
      () => this.clock.now() < end,
    );
    const { id } = this.stripe.record();
    switch (does) {
      case 'charges':
        await collectPayment(id, {}, ports);
        return;
      case 'recovers':
        await recoverOperation(this.stripe.record(), chargeCourse(ports), RUN, ports);
        return;
      case 'delivers':
        return this.deliver(ports);
      case 'pays':
        return this.stripe.payerTries('pays');
      case 'fails to pay':
        return this.stripe.payerTries('declines');
      case 'settles':
        return this.stripe.settle(true);
    }
  }

  private async deliver(ports: ChargePorts): Promise<void> {
    const handler = paymentEvents(ports);
    for (const event of this.stripe.events) {
      if (this.handled.has(event.id)) continue;
      const { outcome } = await handler.handle(handler.subjectOf(event) ?? '', [{ event, age: 0 }]);
      if (outcome === 'done') this.handled.add(event.id);
    }
  }
}

const anyActor = fc.record<Actor>({
  does: fc.constantFrom('charges', 'charges', 'recovers', 'delivers', 'pays', 'fails to pay', 'settles'),
  at: fc.integer({ min: 0, max: 3 * MINUTE }),
  slowness: fc.constantFrom(1, 50, 900, 8_000, 40_000),
  diesAfter: fc.option(fc.integer({ min: 0, max: 2 * MINUTE })),
});
const anyLife = fc.record<Life>({
  actors: fc.array(anyActor, { minLength: 2, maxLength: 8 }),
  fates: fc.array(
    fc.constantFrom<Fate[]>(
      'answered',
      'answered',
      'lost before',
      'lost after',
      'broken before',
      'broken after',
      'limited',
      'denied',
    ),
    { maxLength: 6 },
  ),
  verdicts: fc.array(fc.constantFrom<Verdict[]>('pays', 'declines', 'authenticate', 'processes'), {
    maxLength: 5,
  }),
});

async function live(life: Life): Promise<Scene> {
  const scene = new Scene();
  await scene.play(life);
  await scene.calmDown();
  return scene;
}

function paidIntents({ stripe }: Scene): number {
  return [...stripe.intents.values()].filter(({ status }) => status === 'succeeded').length;
}

function expectSettled(scene: Scene): void {
  const { stripe, unexpected } = scene;
  const charge = stripe.record();
  expect(unexpected).toEqual([]);
  expect(paidIntents(scene)).toBeLessThanOrEqual(1);
  expect(charge.operation).toBeNull();
  expect(charge.state === 'charged').toBe(paidIntents(scene) === 1);
  expect(['charged', 'failed', 'action_required']).toContain(charge.state);
  const told = stripe.signals.filter((signal) => signal === 'stripe_charge_succeeded');
  expect(told).toHaveLength(paidIntents(scene));
}

describe('operations of several holders at once', () => {
  it('I3: pay at most once, and end as Stripe does, whoever crashes, dawdles, repeats or comes between', async () => {
    await fc.assert(
      fc.asyncProperty(anyLife, async (life) => {
        expectSettled(await live(life));
      }),
      { numRuns: 400 },
    );
  });

  it('I3: a payment that the payer makes, or fails to make, while we try it ourselves is seen', async () => {
    for (const does of ['pays', 'fails to pay'] as const) {
      const scene = await live({
        actors: [
          { does: 'charges', at: 0, slowness: 1, diesAfter: null },
          // Asks Stripe at 10 s; the payer is faster, and the event of that comes before our own request.
          { does: 'charges', at: 8_000, slowness: 700, diesAfter: null },
          { does, at: 10_200, slowness: 1, diesAfter: null },
          { does: 'delivers', at: 10_300, slowness: 1, diesAfter: null },
        ],
        fates: [],
        verdicts: ['declines', 'pays'],
      });
      expectSettled(scene);
      expect(scene.stripe.record()).toMatchObject({ state: 'charged', error: null });
    }
  });
});
