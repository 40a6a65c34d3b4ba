import type { Due, RunOptions } from '../../../lib/command/command';
import { type CommandParts, runCommand } from '../../../lib/command/run-command';

const OPTIONS: RunOptions = { dryRun: false, limit: null, deadline: 1_000, olderThan: null };

describe('runCommand', () => {
  let now: number;
  let steps: string[];
  let saved: (string | null)[];
  beforeEach(() => {
    now = 0;
    steps = [];
    saved = [];
  });

  const records = (...ids: string[]): Due[] => ids.map((id) => ({ id, position: `at-${id}` }));
  /** Works through `all`; each step takes 10 ms, and positions are kept as a table would. */
  const run = (all: Due[], options: Partial<RunOptions> = {}, parts: Partial<CommandParts<Due>> = {}) =>
    runCommand(
      {
        name: 'test',
        due: async function* (after) {
          yield* all.slice(all.findIndex(({ position }) => position === after) + 1);
        },
        step: async ({ id }) => {
          steps.push(id);
          now += 10;
          return 'changed';
        },
        stopsRun: () => false,
        describe: (error) => (error instanceof Error ? error.message : 'unknown error'),
        positions: {
          load: async () => saved.at(-1) ?? null,
          save: async (_, position) => {
            saved.push(position);
          },
        },
        now: () => now,
        ...parts,
      },
      { ...OPTIONS, ...options },
    );
  const failing = (...ids: string[]): Partial<CommandParts<Due>> => ({
    step: async ({ id }) => {
      steps.push(id);
      if (ids.includes(id)) throw new Error(`${id} is broken`);
      return 'changed';
    },
  });

  it('works through what is due and counts it', async () => {
    const step: CommandParts<Due>['step'] = async ({ id }) => (id === 'b' ? 'skipped' : 'changed');
    expect(await run(records('a', 'b', 'c'), {}, { step })).toEqual({
      command: 'test',
      processed: 3,
      changed: 2,
      skipped: 1,
      failed: 0,
      errors: [],
      duration_ms: 0,
    });
  });

  it('says how long it took', async () => {
    expect((await run(records('a', 'b'))).duration_ms).toBe(20);
  });

  it('has nothing to do where nothing is due', async () => {
    expect(await run([])).toMatchObject({ processed: 0, changed: 0, failed: 0 });
    expect(saved).toEqual([null]);
  });

  it('I11: passes over a record that fails, and names it', async () => {
    const summary = await run(records('a', 'b', 'c'), {}, failing('a', 'c'));
    expect(steps).toEqual(['a', 'b', 'c']);
    expect(summary).toMatchObject({ processed: 3, changed: 1, failed: 2 });
    expect(summary.errors).toEqual([
      { id: 'a', message: 'a is broken' },
      { id: 'c', message: 'c is broken' },
    ]);
  });

  it('lists a hundred errors and counts all', async () => {
    const ids = Array.from({ length: 103 }, (_, i) => `r${i}`);
    const summary = await run(records(...ids), {}, failing(...ids));
    expect(summary.failed).toBe(103);
    expect(summary.errors).toHaveLength(100);
  });

  it('stops at an error that concerns the run', async () => {
    const stopsRun = (error: unknown) => error instanceof Error && error.message === 'b is broken';
    const summary = await run(records('a', 'b', 'c'), {}, { ...failing('a', 'b'), stopsRun });
    expect(steps).toEqual(['a', 'b']);
    expect(summary).toMatchObject({ processed: 2, failed: 2 });
  });

  it.each([1, 2, 3])('takes at most %i', async (limit) => {
    expect(await run(records('a', 'b', 'c'), { limit })).toMatchObject({ processed: limit, changed: limit });
    expect(steps).toHaveLength(limit);
    // Another run's position is not its to clear.
    expect(saved).toEqual([]);
  });

  it('begins no record after its deadline, and the next run goes on from there', async () => {
    const all = records('a', 'b', 'c', 'd');
    expect(await run(all, { deadline: 20 })).toMatchObject({ processed: 2 });
    expect(saved).toEqual(['at-b']);
    await run(all, { deadline: now + 100 });
    expect(steps).toEqual(['a', 'b', 'c', 'd']);
    expect(saved.at(-1)).toBeNull();
  });

  it('goes on behind a record that failed last', async () => {
    const all = records('a', 'b', 'c');
    const step: CommandParts<Due>['step'] = async ({ id }) => {
      steps.push(id);
      now += 10;
      throw new Error('broken');
    };
    await run(all, { deadline: 10 }, { step });
    expect(saved).toEqual(['at-a']);
  });

  it('keeps the position it began from when no time is left for a single record', async () => {
    const all = records('a', 'b', 'c', 'd');
    await run(all, { deadline: 20 });
    expect(await run(all, { deadline: now })).toMatchObject({ processed: 0 });
    await run(all, { deadline: now + 100 });
    expect(steps).toEqual(['a', 'b', 'c', 'd']);
  });

  it('begins at the start again once it came to the end', async () => {
    await run(records('a'));
    await run(records('a'));
    expect(steps).toEqual(['a', 'a']);
  });

  it('saves nothing on a dry run, and hands the wish on', async () => {
    const seen: boolean[] = [];
    const step: CommandParts<Due>['step'] = async (_, options) => {
      seen.push(options.dryRun);
      now += 10;
      return 'changed';
    };
    const options = { dryRun: true, deadline: 20 };
    expect(await run(records('a', 'b', 'c'), options, { step })).toMatchObject({ changed: 2 });
    expect(seen).toEqual([true, true]);
    expect(saved).toEqual([]);
  });

  it('I11: leaves its position when what is due cannot be read', async () => {
    const due = () => ({
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('no answer')) }),
    });
    saved = ['at-b'];
    await expect(run([], {}, { due })).rejects.toThrow('no answer');
    expect(saved).toEqual(['at-b']);
  });
});
