import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { commandHandler } from '../../../functions/commands/command-handler';
import type { FanOut } from '../../../functions/commands/fan-out';
import type { CommandWork, Due, RunOptions } from '../../../lib/command/command';
import type { Part } from '../../../lib/command/part';
import type { RunRecord } from '../../../lib/command/run-record';
import type { Table } from '../../../lib/dynamo/client';
import { handOverStore } from '../../../lib/dynamo/hand-over-store';
import { partStore } from '../../../lib/dynamo/part-store';
import { positionStore } from '../../../lib/dynamo/position-store';
import { runStore } from '../../../lib/dynamo/run-store';
import { recordsTable } from '../../fixtures/records-table';

describe('commandHandler', () => {
  let table: Table;
  let asked: RunOptions[];
  let done: string[];
  beforeEach(async () => {
    table = await recordsTable();
    asked = [];
    done = [];
  });
  afterEach(() => table.client.destroy());

  const due: Due[] = ['a', 'b', 'c'].map((id) => ({ id, position: `at-${id}` }));
  const invoke = (
    event: unknown,
    work: Partial<CommandWork> = {},
    remainingMs = 300_000,
    fanOut?: FanOut,
  ) => {
    const handler = commandHandler({
      name: 'sweep',
      log: new Logger({ logLevel: 'SILENT' }),
      positions: positionStore(table),
      runs: runStore(table),
      ...(fanOut && { fanOut }),
      work: (options) => {
        asked.push(options);
        return {
          due: async function* (after) {
            yield* due.slice(due.findIndex(({ position }) => position === after) + 1);
          },
          count: async () => due.length,
          step: async ({ id }) => {
            done.push(id);
            return 'changed';
          },
          concurrency: 1,
          stopsRun: () => false,
          ...work,
        };
      },
    });
    return handler(event, { getRemainingTimeInMillis: () => remainingMs } as Context);
  };
  const runs = (): Promise<RunRecord[]> => runStore(table).page('sweep', null, 10);
  const position = () => positionStore(table).load('sweep');

  it('runs for real, without limit, when it is asked nothing special, and keeps a record of it', async () => {
    expect(await invoke({})).toMatchObject({
      command: 'sweep',
      processed: 3,
      changed: 3,
      position: null,
      is_cut: false,
    });
    expect(asked).toMatchObject([{ dryRun: false, limit: null, olderThan: null }]);
    expect(await runs()).toMatchObject([
      { status: 'succeeded', dry_run: false, summary: { processed: 3, changed: 3 }, note: null },
    ]);
  });

  it('hands wishes on', async () => {
    await invoke({ dry_run: true, limit: 2, older_than_seconds: 60, domain: 'shop.example' });
    expect(asked).toMatchObject([{ dryRun: true, limit: 2, olderThan: 60_000, domain: 'shop.example' }]);
    expect(done).toEqual(['a', 'b']);
  });

  it.each([
    { dry_run: 'true' },
    { dryRun: true },
    { limit: 0 },
    { limit: '5' },
    { older_than_seconds: -1 },
    { run_id: 'x' },
    { part: {} },
    'dry_run',
    null,
  ])('does not run for %j, which may have meant something else', async (event) => {
    await expect(invoke(event)).rejects.toThrow();
    expect(asked).toEqual([]);
    expect(await runs()).toEqual([]);
  });

  it('I11: fails visibly when a record failed, with the summary as its message', async () => {
    const step = async () => {
      throw new Error('broken');
    };
    const error = await invoke({}, { step }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'CommandFailedError' });
    expect(JSON.parse(error instanceof Error ? error.message : '')).toMatchObject({
      failed: 3,
      errors: [{ id: 'a', message: 'broken' }, { id: 'b' }, { id: 'c' }],
    });
    expect(await runs()).toMatchObject([{ status: 'failed', summary: { failed: 3 } }]);
  });

  it('goes on where the last run ran out of time', async () => {
    // No time is left once the reserve is taken off: nothing was done, and that is not the end.
    expect(await invoke({}, {}, 60_000)).toMatchObject({ processed: 0, position: null, is_cut: true });
    expect(done).toEqual([]);
    await positionStore(table).save('sweep', 'at-b');
    await invoke({});
    expect(done).toEqual(['c']);
    expect(await position()).toBeNull();
  });

  it.each([{ dry_run: true }, { limit: 1 }, { part: { position: null, seconds: 5 } }])(
    "leaves the regular runs' position alone on %j",
    async (event) => {
      await positionStore(table).save('sweep', 'at-b');
      await invoke(event);
      expect(await position()).toBe('at-b');
    },
  );

  it('counts, and runs nothing', async () => {
    expect(await invoke({ count: true })).toEqual({ due: 3 });
    expect(done).toEqual([]);
    expect(await runs()).toEqual([]);
  });

  it('runs in parts for somebody who watches, as one run, and does not fail for a record', async () => {
    const run_id = 'srun_01M86000000000000000000000';
    const step = async ({ id }: Due) => {
      if (id === 'a') throw new Error('broken');
      return 'changed' as const;
    };
    const first = await invoke({ run_id, limit: 1, part: { position: null, seconds: 5 } }, { step });
    expect(first).toMatchObject({ processed: 1, failed: 1, position: 'at-a', is_cut: true });
    expect(await runs()).toMatchObject([{ id: run_id, status: 'running', summary: { processed: 1 } }]);
    await invoke({ run_id, part: { position: 'at-a', seconds: 5 } }, { step });
    expect(await runs()).toMatchObject([
      { id: run_id, status: 'failed', summary: { processed: 3, changed: 2, failed: 1 } },
    ]);
  });

  describe('with more than it does by itself', () => {
    const sent: Part[][] = [];
    beforeEach(() => sent.splice(0));
    const fanOut = (above: number): FanOut => ({
      above,
      send: async (parts) => {
        sent.push(parts);
        return parts.length;
      },
      handOvers: handOverStore(table),
      parts: partStore(table),
    });
    const holder = () => handOverStore(table).holder('sweep');

    it('does its share, gives the rest to workers, and says so in its record', async () => {
      expect(await invoke({}, {}, 300_000, fanOut(1))).toMatchObject({ processed: 1, position: null });
      expect(done).toEqual(['a']);
      const [run] = await runs();
      expect(sent).toMatchObject([[{ command: 'sweep', run: run?.id, records: [{ id: 'b' }, { id: 'c' }] }]]);
      expect(run).toMatchObject({ status: 'succeeded', parts_sent: 1, summary: { processed: 1 } });
      expect(await holder()).toBe(run?.id);
    });

    it('asks for nothing, and sends nothing, where there is no more than its share', async () => {
      await invoke({}, {}, 300_000, fanOut(3));
      expect([done, sent, await holder()]).toEqual([['a', 'b', 'c'], [], null]);
      expect(await runs()).toMatchObject([{ parts_sent: null }]);
    });

    it.each([
      { dry_run: true },
      { limit: 2 },
      { older_than_seconds: 5 },
      { part: { position: null, seconds: 5 } },
    ])('does by itself what somebody asks for as %j', async (event) => {
      await invoke(event, {}, 300_000, fanOut(1));
      expect(sent).toEqual([]);
      expect(done.length).toBeGreaterThan(1);
    });

    it('leaves the rest due while workers are busy, says so, and goes on from there', async () => {
      await invoke({}, {}, 300_000, fanOut(1));
      const [first] = await runs();
      expect(await invoke({}, {}, 300_000, fanOut(1))).toMatchObject({ position: 'at-a', is_cut: true });
      expect(sent).toHaveLength(1);
      expect(await runs()).toMatchObject([
        {
          status: 'succeeded',
          note: `Workers are still busy with run ${first?.id}: only some records were done.`,
        },
        {},
      ]);
      expect(await position()).toBe('at-a');
    });

    it('I11: fails visibly when the queue does not take it, and goes on from there', async () => {
      const broken = { ...fanOut(1), send: async () => Promise.reject(new Error('no queue')) };
      await expect(invoke({}, {}, 300_000, broken)).rejects.toThrow('no queue');
      expect(await runs()).toMatchObject([{ status: 'failed', summary: { processed: 1, failed: 1 } }]);
      expect(await position()).toBe('at-a');
    });

    it('gives nothing to workers where the run was stopped', async () => {
      const step = async () => Promise.reject(new Error('denied'));
      await expect(
        invoke({}, { step, stopsRun: () => true, concurrency: 2 }, 300_000, fanOut(2)),
      ).rejects.toThrow('denied');
      expect([sent, await holder()]).toEqual([[], null]);
    });
  });

  it('says why it did nothing', async () => {
    await invoke({}, { note: 'Charging is paused.', due: async function* () {} });
    expect(await runs()).toMatchObject([{ status: 'succeeded', note: 'Charging is paused.' }]);
  });
});
