import fc from 'fast-check';
import { SetupError } from '../../../lib/setup/ports';
import { CutOffError, PLACE, SetupWorld } from './setup-world';

type Step = (w: SetupWorld) => Promise<unknown>;
const plain: Step = (w) => w.setUp({ apiKey: 'sk_test_given' });
const rotate: Step = (w) => w.setUp({ rotateWebhookSecret: true });
const finish: Step = (w) => w.finish();

/** Cuts a step off at a write; true if it got that far. */
async function cutOff(w: SetupWorld, step: Step, at: number, after: boolean): Promise<boolean> {
  w.cut = { at: w.writes.length + at, after };
  try {
    await step(w);
    return false;
  } catch (error) {
    if (error instanceof CutOffError) return true;
    if (error instanceof SetupError) return false;
    throw error;
  } finally {
    w.cut = null;
  }
}

describe('a setup that is cut off anywhere, and run again', () => {
  it('never lets an endpoint deliver whose secret is unknown, never leaves none, and ends with one', async () => {
    let cuts = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            step: fc.constantFrom(plain, rotate, finish),
            at: fc.nat(5),
            after: fc.boolean(),
          }),
          { minLength: 1, maxLength: 8 },
        ),
        async (tries) => {
          const w = new SetupWorld();
          let isLive = false;
          w.observe = () => {
            const delivering = w.delivering();
            if (delivering.some(({ isKnown }) => !isKnown)) throw new Error('A webhook would be refused.');
            if (isLive && delivering.length === 0) throw new Error('No webhook would arrive.');
            isLive = isLive || delivering.length > 0;
          };
          for (const { step, at, after } of tries) if (await cutOff(w, step, at, after)) cuts += 1;
          await plain(w);
          await finish(w);
          expect(w.endpoints).toMatchObject([{ stack: PLACE.stack, isEnabled: true }]);
          expect(Object.keys(w.secret.webhookEndpoints)).toEqual(w.endpoints.map(({ id }) => id));
          expect(w.secret.webhookSecrets).toHaveLength(1);
        },
      ),
      { numRuns: 300 },
    );
    expect(cuts).toBeGreaterThan(100);
  });
});
