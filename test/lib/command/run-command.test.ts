import type { CommandWork, Due, RunOptions } from '../../../lib/command/command';
import { runCommand } from '../../../lib/command/run-command';

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
  /** Works through `all`; each step takes 10 ms, and positions are kept as the command's handler would. */
  const run = async (all: Due[], options: Partial<RunOptions> = {}, work: Partial<CommandWork> = {}) => {
    const { summary, position } = await runCommand(
      'test',
      {
        due: async function* (after) {
          yield* all.slice(all.findIndex(({ position }) => position === after) + 1);
        },
        count: async () => all.length,
        step: async ({ id }) => {
          steps.push(id);
          now += 10;
          return 'changed';
        },
        concurrency: 1,
        stopsRun: () => false,
        ...work,
      },
      { ...OPTIONS, ...options },
      saved.at(-1) ?? null,
      {
        describe: (error) => (error instanceof Error ? error.message : 'unknown error'),
        now: () => now,
      },
    );
    saved.push(position);
    return summary;
  };
  const failing = (...ids: string[]): Partial<CommandWork> => ({
    step: async ({ id }) => {
      steps.push(id);
      if (ids.includes(id)) throw new Error(`${id} is broken`);
      return 'changed';
    },
  });

  it('works through what is due and counts it', async () => {
    const step: CommandWork['step'] = async ({ id }) => (id === 'b' ? 'skipped' : 'changed');
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
    const step: CommandWork['step'] = async ({ id }) => {
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

  it.each([1, 3, 10])('works on %i records at once, and on no more', async (concurrency) => {
    let underWay = 0;
    let most = 0;
    const step: CommandWork['step'] = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise(setImmediate);
      underWay -= 1;
      return 'changed';
    };
    const ids = Array.from({ length: 30 }, (_, i) => `r${i}`);
    expect(await run(records(...ids), {}, { step, concurrency })).toMatchObject({
      processed: 30,
      changed: 30,
    });
    expect(most).toBe(concurrency);
  });

  it('says once what stops a run, however many were under way', async () => {
    const step: CommandWork['step'] = async ({ id }) => {
      await new Promise(setImmediate);
      throw new Error(`${id} is denied`);
    };
    const summary = await run(
      records('a', 'b', 'c', 'd'),
      {},
      { step, concurrency: 3, stopsRun: () => true },
    );
    expect(summary.errors).toEqual([{ id: 'a', message: 'a is denied' }]);
  });

  it('judges the whole at its end, and not after a stop', async () => {
    const conclude = async () => {
      throw new Error('too many');
    };
    expect(await run(records('a'), {}, { conclude })).toMatchObject({
      processed: 1,
      failed: 1,
      errors: [{ id: 'test', message: 'too many' }],
    });
    const stopped = await run(records('a'), {}, { ...failing('a'), conclude, stopsRun: () => true });
    expect(stopped.errors).toEqual([{ id: 'a', message: 'a is broken' }]);
  });

  it('I11: fails, and goes on from here, when what is due cannot be read', async () => {
    const due = async function* (): AsyncGenerator<Due> {
      yield { id: 'a', position: 'at-a' };
      throw new Error('no answer');
    };
    expect(await run([], {}, { due })).toMatchObject({
      processed: 1,
      failed: 1,
      errors: [{ id: 'test', message: 'no answer' }],
    });
    expect(saved).toEqual(['at-a']);
  });
});
