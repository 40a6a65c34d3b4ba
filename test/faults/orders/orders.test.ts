import fc from 'fast-check';
import type Stripe from 'stripe';
import { bundleFunctions } from '../../../infra/bundle-functions';
import { onceARun } from '../../fixtures/once-a-run';
import { clientOf } from '../crash-points/client';
import { breaches } from '../crash-points/invariants';
import { leftOver, settle } from '../crash-points/settle';
import type { Stage } from '../crash-points/use-case';
import { Platform } from '../platform/platform';
import { LIVES, type Life } from './lives';

/** `npm run test:races` tries more orders of each. */
const RUNS = Number(process.env['RACE_RUNS'] ?? 1);

jest.setTimeout(3600_000);

/** One turn: life goes on, or one of the events so far is delivered, again perhaps, or workers take what waits. */
type Turn = { live: true } | { deliver: number } | { parse: number };

const turn: fc.Arbitrary<Turn> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ live: true as const }) },
  { weight: 4, arbitrary: fc.record({ deliver: fc.nat({ max: 99 }) }) },
  { weight: 2, arbitrary: fc.record({ parse: fc.integer({ min: 1, max: 4 }) }) },
);

/** All events of a life carry the same second, unless a step says otherwise: times tell nothing about order. */
describe('whatever order events come in, and however often, records equal Stripe in the end (I5, I6)', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await Platform.open(await onceARun('fault-bundles', bundleFunctions));
  });
  afterAll(() => platform.close());

  it.each(LIVES.map((life) => [life.name, life] as const))('%s', async (_, life) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(turn, { maxLength: 60, size: 'max' }),
        fc.infiniteStream(fc.nat()),
        async (turns, order) => {
          expect(await problemsOf(life, turns, order)).toEqual([]);
        },
      ),
      { numRuns: RUNS, interruptAfterTimeLimit: 1800_000 },
    );
  });

  async function problemsOf(life: Life, turns: Turn[], order: Iterator<number>): Promise<string[]> {
    const { stripe } = await platform.begin();
    const stage: Stage = { platform, client: clientOf(platform), known: {} };
    await life.prepare(stage);
    const events = async (): Promise<Stripe.Event[]> => (await stripe.events.list({ limit: 100 })).data;
    const deliver = (event: Stripe.Event | undefined) =>
      event && platform.deliverEvent(JSON.stringify(event));
    const steps = [...life.steps];
    for (const each of turns) {
      if ('live' in each) await steps.shift()?.(stage);
      else if ('deliver' in each) {
        const made = await events();
        await deliver(made[each.deliver % made.length]);
      } else {
        await platform.publish();
        await platform.parse(each.parse);
      }
    }
    for (const step of steps) await step(stage);
    // The rest, some of it for the second or third time, long after what it tells of.
    const rest = await events();
    while (rest.length > 0) {
      const [event] = rest.splice((order.next().value ?? 0) % rest.length, 1);
      await deliver(event);
      platform.time.advance(3600_000);
    }
    await settle(platform);
    return [...(await breaches(platform)), ...leftOver(platform)];
  }
});
