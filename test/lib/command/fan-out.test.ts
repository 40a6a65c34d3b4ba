import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { monotonicFactory, ulid } from 'ulid';
import { claimWorkers } from '../../../lib/command/claim-workers';
import type { CommandWork, Due } from '../../../lib/command/command';
import { handOver, PART_RECORDS } from '../../../lib/command/hand-over';
import type { Part, PartStore } from '../../../lib/command/part';
import type { RunRecord } from '../../../lib/command/run-record';
import { showRun } from '../../../lib/command/show-run';
import { type PartOutcome, workPart } from '../../../lib/command/work-part';
import type { Table } from '../../../lib/dynamo/client';
import { handOverStore } from '../../../lib/dynamo/hand-over-store';
import { partStore } from '../../../lib/dynamo/part-store';
import { runStore } from '../../../lib/dynamo/run-store';
import { recordsTableInput } from '../../fixtures/records-table';
import { type MemoryDynamoDb, startMemoryDynamoDb } from '../../memory-dynamodb/start';

/** `npm run test:races` plays more. */
const RUNS = Number(process.env['RACE_RUNS'] ?? 8);
const MINUTE_MS = 60_000;

jest.setTimeout(600_000);

/** How a worker that gets a message ends. */
type End = { kill: number } | { cut: number } | 'well';

/** A list of records, some of which fail for good, and what happens to the messages about them. */
interface Story {
  records: number;
  failing: number[];
  /** The function that sends is killed after so many batches; null for never. */
  senderDies: number | null;
  /** Deliveries in turn: of which message, to how many workers at once, and how each ends. */
  deliveries: { message: number; ends: End[] }[];
}

const end: fc.Arbitrary<End> = fc.oneof(
  { weight: 2, arbitrary: fc.constant('well' as const) },
  { weight: 1, arbitrary: fc.record({ kill: fc.nat(PART_RECORDS) }) },
  { weight: 1, arbitrary: fc.record({ cut: fc.nat(PART_RECORDS) }) },
);
const stories: fc.Arbitrary<Story> = fc.record({
  records: fc.integer({ min: 0, max: 700 }),
  failing: fc.uniqueArray(fc.nat(700), { maxLength: 20 }),
  senderDies: fc.option(fc.nat(1), { freq: 3 }),
  deliveries: fc.array(
    fc.record({ message: fc.nat(20), ends: fc.array(end, { minLength: 1, maxLength: 2 }) }),
    { maxLength: 12 },
  ),
});

/** What a killed function's calls do: nothing more. */
class KilledError extends Error {}

describe('a large run, in parts that workers do', () => {
  let memory: MemoryDynamoDb;
  let table: Table;
  beforeAll(async () => {
    memory = await startMemoryDynamoDb();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new DynamoDBClient({ endpoint: memory.url, region: 'us-east-1', credentials });
    await client.send(new CreateTableCommand(recordsTableInput('parts')));
    table = { client: DynamoDBDocumentClient.from(client), name: 'parts' };
  });
  afterAll(async () => {
    table.client.destroy();
    await memory.close();
  });

  /** One command with its records, its runs and its queue. */
  function world(records: number, failing: number[] = []) {
    const parts = partStore(table);
    const runs = runStore(table);
    const ids = Array.from({ length: records }, (_, i) => `r${String(i).padStart(4, '0')}`);
    const world = {
      now: Date.parse('2026-03-01T12:00:00Z'),
      /** How long a record takes; of what takes long, it is written now and then how it stands. */
      stepMs: 0,
      queue: [] as Part[],
      parts,
      /** How often each was really done. */
      done: new Map<string, number>(),
      failed: new Set<string>(),
      isDenied: false,
      isPaused: false,
      asked: 0,
      isDue: (id: string) => !world.done.has(id) && !world.failed.has(id),
      due: async function* (after: string | null): AsyncGenerator<Due> {
        for (const id of ids)
          if (world.isDue(id) && (after === null || id > after)) yield { id, position: id };
      },
      work: (): CommandWork => ({
        due: world.due,
        count: async () => null,
        // As every step: one conditional write, which skips what is not due any more.
        step: async ({ id }) => {
          await new Promise(setImmediate);
          world.asked += 1;
          if (world.isDenied) throw new Error('denied');
          if (!world.isDue(id)) return 'skipped';
          if (failing.includes(Number(id.slice(1)))) {
            world.failed.add(id);
            throw new Error(`${id} is refused`);
          }
          world.done.set(id, (world.done.get(id) ?? 0) + 1);
          return 'changed';
        },
        concurrency: 4,
        stopsRun: (error) => error instanceof Error && error.message === 'denied',
        ...(world.isPaused && { note: 'Paused.' }),
      }),
      /** A run that gives all it finds to workers. @returns its id; null if another one's turn it is */
      run: async (senderDies: number | null): Promise<string | null> => {
        const id = `srun_${ulid()}`;
        const at = () => new Date(world.now).toISOString();
        const record: RunRecord = {
          ...{ id, command, status: 'running', dry_run: false, started: at(), ended: null, updated: at() },
          ...{ summary: null, note: null, parts_sent: null },
        };
        await runs.put(record);
        const ports = { handOvers: handOverStore(table), runs, parts, now: () => world.now };
        if ((await claimWorkers(command, id, ports)) !== null) return null;
        await runs.put({ ...record, parts_sent: 0 });
        let batches = 0;
        const handed = await handOver(
          world.due(null),
          { command, run: id, deadline: Number.POSITIVE_INFINITY, after: null },
          {
            send: async (some) => {
              if (batches === senderDies) throw new KilledError();
              batches += 1;
              world.queue.push(...some);
              return some.length;
            },
            ...{ newId: monotonicFactory(), now: () => world.now, sent: () => {} },
          },
        );
        if (!(handed.error instanceof KilledError)) {
          await runs.put({
            ...record,
            status: 'succeeded',
            ended: at(),
            updated: at(),
            parts_sent: handed.parts,
          });
        }
        return id;
      },
      deliver: async (part: Part, end: End): Promise<PartOutcome['outcome'] | 'killed'> => {
        let steps = 0;
        let isKilled = false;
        const isLate = () => typeof end === 'object' && 'cut' in end && steps >= end.cut;
        const work = world.work();
        const outlived: PartStore = {
          ...parts,
          put: async (record) => {
            if (isKilled) throw new KilledError();
            return parts.put(record);
          },
        };
        const worked = workPart(
          part,
          {
            ...work,
            step: async (due) => {
              if (typeof end === 'object' && 'kill' in end && steps >= end.kill) isKilled = true;
              steps += 1;
              if (isKilled) throw new KilledError();
              return work.step(due);
            },
          },
          {
            parts: outlived,
            describe: (error) => (error instanceof Error ? error.message : ''),
            now: () => world.now + steps * world.stepMs + (isLate() ? MINUTE_MS : 0),
            deadline:
              typeof end === 'object' && 'cut' in end ? world.now + MINUTE_MS : Number.POSITIVE_INFINITY,
          },
        );
        const outcome = await worked.then(
          (ended) => ended.outcome,
          (error: unknown) => {
            if (error instanceof KilledError) return 'killed' as const;
            throw error;
          },
        );
        if (outcome === 'done' || outcome === 'passed-over')
          world.queue = world.queue.filter((one) => one !== part);
        return outcome;
      },
      drain: async () => {
        for (const part of [...world.queue]) await world.deliver(part, 'well');
      },
      show: async (id: string | null) => {
        const record = await runs.find(command, id ?? '');
        if (!record) throw new Error('no such run');
        return showRun(record, parts, world.now);
      },
    };
    const command = 'charge-stripe' as const;
    return world;
  }

  beforeEach(async () => {
    // Each story begins without another run's turn.
    const [before = null] = [await handOverStore(table).holder('charge-stripe')];
    if (before !== null) await handOverStore(table).take('charge-stripe', 'none', before);
  });

  it('I11: does each record once and loses none, whoever is killed, late, or given a message twice', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async ({ records, failing, senderDies, deliveries }) => {
        const w = world(records, failing);
        w.stepMs = 1_000;
        const first = await w.run(senderDies);
        for (const { message, ends } of deliveries) {
          const part = w.queue[message % Math.max(1, w.queue.length)];
          if (part) await Promise.all(ends.map((end) => w.deliver(part, end)));
        }
        await w.drain();
        const isWhole = (await w.show(first)).status !== 'running';
        // Whoever was killed while sending is taken for gone after a quarter of an hour.
        w.now += 20 * MINUTE_MS;
        const second = await w.run(null);
        await w.drain();
        w.now += 20 * MINUTE_MS;

        const broken = failing.filter((i) => i < records).length;
        expect([...w.done.values()].every((times) => times === 1)).toBe(true);
        expect([w.done.size, w.failed.size]).toEqual([records - broken, broken]);
        const views = await Promise.all([first, second].map(w.show));
        for (const { summary, parts } of views) {
          expect(parts?.done).toBe(parts?.sent);
          const { processed = 0, changed = 0, skipped = 0, failed = 0 } = summary ?? {};
          expect(processed).toBe(changed + skipped + failed);
        }
        const total = (key: 'processed' | 'changed' | 'failed') =>
          views.reduce((sum, { summary }) => sum + (summary?.[key] ?? 0), 0);
        // What a killed worker did is found done: skipped, never counted twice.
        expect(total('processed')).toBe(records);
        expect(total('changed')).toBeLessThanOrEqual(records - broken);
        expect(total('failed')).toBeLessThanOrEqual(broken);
        const isCalm = deliveries.every(
          ({ ends }) => ends.length === 1 && !ends.some((one) => one !== 'well' && 'kill' in one),
        );
        if (isCalm) expect([total('changed'), total('failed')]).toEqual([records - broken, broken]);
        expect(isWhole).toBe(senderDies === null || senderDies >= Math.ceil(records / 500));
      }),
      { numRuns: RUNS },
    );
  });

  it('is running until its last part is done, and failed when a record of a worker failed', async () => {
    const w = world(120, [3, 70]);
    const id = await w.run(null);
    expect(await w.show(id)).toMatchObject({ status: 'running', ended: null, parts: { sent: 3, done: 0 } });
    const [first] = w.queue;
    if (first) await w.deliver(first, { cut: 20 });
    expect(await w.show(id)).toMatchObject({ status: 'running', parts: { sent: 3, done: 0 } });
    w.now += MINUTE_MS;
    await w.drain();
    expect(await w.show(id)).toMatchObject({
      status: 'failed',
      ended: new Date(w.now).toISOString(),
      parts: { sent: 3, done: 3 },
      summary: {
        ...{ processed: 120, changed: 118, failed: 2, duration_ms: MINUTE_MS },
        errors: [{ id: 'r0003', message: 'r0003 is refused' }, { id: 'r0070' }],
      },
    });
  });

  it('counts a message that two workers have at once as one part', async () => {
    const w = world(50, [7]);
    const id = await w.run(null);
    const [part] = w.queue;
    if (!part) throw new Error('nothing sent');
    const outcomes = await Promise.all([w.deliver(part, 'well'), w.deliver(part, 'well')]);
    expect(outcomes.sort()).toEqual(['done', 'passed-over']);
    expect(await w.show(id)).toMatchObject({ parts: { sent: 1, done: 1 }, summary: { processed: 50 } });
    expect(await w.deliver(part, 'well')).toBe('passed-over');
  });

  it('goes on with what a killed worker had not done, and keeps what it had seen fail', async () => {
    const w = world(50, [2]);
    w.stepMs = 1_000;
    const id = await w.run(null);
    const [part] = w.queue;
    if (!part) throw new Error('nothing sent');
    expect(await w.deliver(part, { kill: 30 })).toBe('killed');
    const { summary } = await w.show(id);
    expect(summary?.processed).toBeGreaterThan(0);
    await w.drain();
    expect(await w.show(id)).toMatchObject({
      status: 'failed',
      summary: { processed: 50, failed: 1, errors: [{ id: 'r0002' }] },
    });
    expect(w.asked).toBeLessThan(80);
  });

  it('stops for all workers at what concerns the whole run, asks no further, and leaves the rest due', async () => {
    const w = world(500);
    const id = await w.run(null);
    w.isDenied = true;
    await w.drain();
    expect(w.queue).toEqual([]);
    // The first worker's four that were under way; the others find the run stopped.
    expect(w.asked).toBeLessThanOrEqual(4);
    expect(await w.show(id)).toMatchObject({
      status: 'failed',
      summary: { failed: 1, errors: [{ message: 'denied' }] },
    });
    w.isDenied = false;
    const next = await w.run(null);
    await w.drain();
    expect(w.done.size).toBe(500);
    expect((await w.show(next)).status).toBe('succeeded');
  });

  it('skips what is in the queue while its command may not work', async () => {
    const w = world(60);
    const id = await w.run(null);
    w.isPaused = true;
    await w.drain();
    expect(w.asked).toBe(0);
    expect(await w.show(id)).toMatchObject({ status: 'succeeded', summary: { processed: 60, skipped: 60 } });
  });

  it('gives nothing to workers who are busy with an earlier run, until nothing is heard of that for an hour', async () => {
    const w = world(60);
    const first = await w.run(null);
    expect(await w.run(null)).toBeNull();
    w.now += 59 * MINUTE_MS;
    expect(await w.run(null)).toBeNull();
    w.now += 2 * MINUTE_MS;
    expect((await w.show(first)).status).toBe('broken_off');
    const second = await w.run(null);
    expect(second).not.toBeNull();
    // What was given up by one run and comes after all counts where it belongs.
    await w.drain();
    expect(await w.show(first)).toMatchObject({ status: 'succeeded', summary: { changed: 60 } });
    expect(await w.show(second)).toMatchObject({ status: 'succeeded', summary: { skipped: 60 } });
  });

  it('lets one of two runs at once have the workers', async () => {
    const w = world(60);
    const turns = await Promise.all([w.run(null), w.run(null)]);
    expect(turns.filter((turn) => turn !== null)).toHaveLength(1);
  });
});
