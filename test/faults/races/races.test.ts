import fc from 'fast-check';
import { bundleFunctions } from '../../../infra/bundle-functions';
import { onceARun } from '../../fixtures/once-a-run';
import { clientOf } from '../crash-points/client';
import { breaches } from '../crash-points/invariants';
import { countFacts } from '../crash-points/observe';
import { leftOver, settle } from '../crash-points/settle';
import type { Stage } from '../crash-points/use-case';
import { Platform } from '../platform/platform';
import { Turns } from '../platform/turns';
import { RACES } from './all-races';
import type { Race } from './race';

/** `npm run test:races` tries more orders of each. */
const RUNS = Number(process.env['RACE_RUNS'] ?? 1);

jest.setTimeout(3600_000);

/** Everybody at once, every call of everybody in an order that fast-check chooses. */
describe('functions that run at the same time', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await Platform.open(await onceARun('fault-bundles', bundleFunctions));
  });
  afterAll(() => platform.close());

  it.each(RACES.map((race) => [race.name, race] as const))('%s', async (_, race) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 11 }), { maxLength: 150, size: 'max' }), async (choices) => {
        expect(await problemsOf(race, choices)).toEqual([]);
      }),
      { numRuns: RUNS, interruptAfterTimeLimit: 1800_000 },
    );
  });

  async function problemsOf(race: Race, choices: number[]): Promise<string[]> {
    await platform.begin();
    const stage: Stage = { platform, client: clientOf(platform), known: {} };
    await race.prepare(stage);
    const turns = new Turns(choices);
    platform.wire.turns = turns;
    await turns.run(race.actors(stage));
    platform.wire.turns = null;
    await settle(platform, race.schedules);
    return [
      ...(await breaches(platform)),
      ...leftOver(platform),
      ...race.problems(countFacts(platform.scene.services.signals), stage),
    ];
  }
});
