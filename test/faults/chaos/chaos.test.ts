import { runChaos } from './run-chaos';
import { startWorld } from './start-world';

/** `npm run chaos -- --events 10000` is the long run. */
const EVENTS = Number(process.env['CHAOS_EVENTS'] ?? 200);
const SEED = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);

jest.setTimeout(900_000);

describe(`a month of faults, seed ${SEED}`, () => {
  it('loses nothing, doubles nothing, and ends equal to Stripe', async () => {
    const { world, end } = await startWorld(true);
    try {
      const report = await runChaos(world, { events: EVENTS, seed: SEED, tell: () => {} });
      const { made } = report.deliveries;
      expect(made).toBeGreaterThanOrEqual(EVENTS);
      expect(report).toMatchObject({
        stored: made,
        signalled: made,
        parsed: made,
        differences: [],
        doubled: 0,
      });
      // It was a month of faults, and of business. Whether a fault strikes is a matter of time, not of chance alone.
      expect(report.deliveries.dropped).toBeGreaterThan(0);
      expect(Object.keys(report.harm).length).toBeGreaterThan(2);
      expect(report.objects).toBeGreaterThan(10);
    } finally {
      await end();
    }
  });
});
