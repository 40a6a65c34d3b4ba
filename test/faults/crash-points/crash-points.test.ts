import { environments } from '../../../functions/environments';
import { ROUTES } from '../../../functions/routes';
import { bundleFunctions } from '../../../infra/bundle-functions';
import { seededChance } from '../../../infra/offline-stripe/webhooks/delivery-faults';
import { COMMANDS } from '../../../lib/command/command';
import { onceARun } from '../../fixtures/once-a-run';
import type { Fault } from '../platform/faults';
import { Platform } from '../platform/platform';
import { USE_CASES } from './all-use-cases';
import { allows, grants, isForThePlatform } from './granted';
import { type Point, pointName, pointNamed, pointsOf } from './points';
import { RARE_CALLS } from './rare-calls';
import { type Ended, runScene } from './run-scene';
import type { UseCase } from './use-case';

/**
 * `npm run test:crashes` tries every point, and as many pairs of them; the everyday run a sample, another one each
 * time: the seed is printed. `CRASH_POINT='…'` plays one point again.
 */
const SEED = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
const POINTS = process.env['CRASH_POINTS'] ?? '12';
const PAIRS = Number(process.env['CRASH_PAIRS'] ?? 1);
const ONLY = process.env['CRASH_USE_CASE'];
const REPLAY = process.env['CRASH_POINT'];

jest.setTimeout(3 * 3600_000);

describe('whatever call goes wrong, all ends as if nothing had', () => {
  let platform: Platform;
  const baselines = new Map<string, Ended>();
  const useCases = USE_CASES.filter(({ name }) => ONLY === undefined || name === ONLY);

  beforeAll(async () => {
    platform = await Platform.open(await onceARun('fault-bundles', bundleFunctions));
    for (const useCase of useCases) baselines.set(useCase.name, await runScene(useCase, [], platform));
  });
  afterAll(() => platform.close());

  it('ends well where nothing goes wrong', () => {
    const ends = [...baselines].map(([name, { breaches, observed }]) => [name, breaches, observed.leftOver]);
    expect(ends).toEqual([...baselines.keys()].map((name) => [name, [], []]));
  });

  if (ONLY === undefined) {
    it('plays every function, every command and every route', () => {
      const { functions, routes } = platform.seen;
      expect([...functions].sort()).toEqual(Object.keys(environments).sort());
      expect([...functions]).toEqual(expect.arrayContaining([...COMMANDS]));
      expect([...routes].sort()).toEqual(
        Object.values(ROUTES)
          .flatMap((each) => [...each.routes])
          .sort(),
      );
    });
  }

  if (ONLY === undefined) {
    it('needs every permission that the template gives, and no other', async () => {
      for (const scene of RARE_CALLS) await runScene(scene, [], platform);
      const given = await grants();
      const used = [...platform.wire.uses.values()];
      expect(used.length).toBeGreaterThan(100);
      const unused = given.filter(
        (grant) => !isForThePlatform(grant) && !used.some((use) => allows(grant, use)),
      );
      const missing = used.filter((use) => !given.some((grant) => allows(grant, use)));
      expect({ unused, missing }).toEqual({ unused: [], missing: [] });
    });
  }

  it('is so with one fault at every call, and with two', async () => {
    const chance = seededChance(SEED);
    const failures: string[] = [];
    const tally = new Map<string, { calls: number; points: number; failed: number; missed: number }>();
    for (const [name, { calls }] of baselines)
      tally.set(name, { calls: calls.length, points: 0, failed: 0, missed: 0 });

    const tryOut = async (useCase: UseCase, faults: Fault[]): Promise<Ended> => {
      const ended = await runScene(useCase, faults, platform);
      const count = tally.get(useCase.name);
      const problems = problemsOf(ended, baselines.get(useCase.name)?.observed);
      if (count) {
        count.points += 1;
        if (ended.struck.length < faults.length) count.missed += 1;
        if (problems.length > 0) count.failed += 1;
      }
      if (problems.length > 0) {
        const names = faults.map((fault) => pointName({ useCase: useCase.name, fault }));
        const failure = [`CRASH_POINT='${names.join(' + ')}'`, ...problems, ...ended.errors.slice(0, 6)].join(
          '\n  ',
        );
        failures.push(failure);
        report(failure);
      }
      return ended;
    };
    const byName = (name: string) => USE_CASES.find((each) => each.name === name) as UseCase;

    if (REPLAY) {
      const points = REPLAY.split(' + ').map(pointNamed);
      await tryOut(
        byName(points[0]?.useCase ?? ''),
        points.map(({ fault }) => fault),
      );
    } else {
      const all = [...baselines].flatMap(([name, { calls }]) => pointsOf(name, calls));
      const points = shuffled(all, chance).slice(0, POINTS === 'all' ? all.length : Number(POINTS));
      const began = Date.now();
      const tried: { point: Point; ended: Ended }[] = [];
      for (const [i, point] of points.entries()) {
        const ended = await tryOut(byName(point.useCase), [point.fault]);
        if (tried.length < PAIRS) tried.push({ point, ended });
        if (i % 500 === 499)
          report(`${i + 1} of ${points.length} points, ${failures.length} failed, ${since(began)}`);
      }
      for (const { point, ended } of tried) {
        // The second fault hits anything that was done after the first, its recovery above all.
        const later = ended.calls.slice(indexOf(ended, point.fault) + 1);
        const [second] = shuffled(pointsOf(point.useCase, later), chance);
        if (second) await tryOut(byName(point.useCase), [point.fault, second.fault]);
      }
      report(
        table(
          tally,
          `seed ${SEED}: ${points.length} of ${all.length} points, ${tried.length} pairs, ${since(began)}`,
        ),
      );
    }
    expect(failures).toEqual([]);
  });
});

function problemsOf({ observed, breaches }: Ended, expected: Ended['observed'] | undefined): string[] {
  const keys = Object.keys(observed) as (keyof typeof observed)[];
  const differs = keys.filter((key) => JSON.stringify(observed[key]) !== JSON.stringify(expected?.[key]));
  return [
    ...breaches,
    ...differs.map(
      (key) => `${key}: ${JSON.stringify(observed[key])} instead of ${JSON.stringify(expected?.[key])}`,
    ),
  ];
}

function indexOf({ calls }: Ended, fault: Fault): number {
  return calls.findIndex(
    ({ function: name, operation, nth }) =>
      name === fault.function && operation === fault.operation && nth === fault.nth,
  );
}

function shuffled<T>(list: T[], chance: () => number): T[] {
  return list
    .map((value) => ({ value, at: chance() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

const since = (began: number) => `${Math.round((Date.now() - began) / 1000)} s`;

/** Past jest, which would put a stack beside every line. */
function report(text: string): void {
  process.stderr.write(`${text}\n`);
}

function table(
  tally: Map<string, { calls: number; points: number; failed: number; missed: number }>,
  title: string,
) {
  const rows = [...tally].map(([name, { calls, points, failed, missed }]) =>
    [name.padEnd(32), ...[calls, points, failed, missed].map((count) => String(count).padStart(8))].join(''),
  );
  const head = [
    'use case'.padEnd(32),
    ...['calls', 'points', 'failed', 'missed'].map((text) => text.padStart(8)),
  ].join('');
  return [title, head, ...rows].join('\n');
}
