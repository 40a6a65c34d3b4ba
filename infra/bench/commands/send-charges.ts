import { randomUUID } from 'node:crypto';
import { PART_RECORDS } from '../../../lib/command/hand-over';
import { type DueRecord, dueRecords } from '../../../lib/dynamo/due';
import { dueList } from '../../../lib/dynamo/keys';
import { type BenchWorld, type Rates, WORKERS } from './bench-world';
import type { Invoked } from './function-host';

/** What functions that charge keep back of their time. */
export const KEPT_BACK_MS = 60_000;

/** Charges what is due for so many seconds. */
export type Send = (
  world: BenchWorld,
  rates: Rates,
  seconds: number,
) => Promise<Pick<Invoked, 'cpuMs' | 'error'>>;

/** One run, which does all by itself. */
export const byOneRun: Send = async (world, rates, seconds) => {
  const fn = world.start('charge-stripe', rates);
  const { cpuMs, error } = await fn.invoke({}, KEPT_BACK_MS + seconds * 1000);
  await fn.kill();
  return { cpuMs, error };
};

/** As many workers as there are, with the messages that a large run gives them. */
export const byWorkers: Send = async (world, rates, seconds) => {
  const due: DueRecord[] = [];
  const source = { index: 'gsi6' as const, list: dueList('charge'), until: '9' };
  for await (const each of dueRecords(world.table, [source], null)) due.push(each);
  const run = `srun_${'0'.repeat(26)}`;
  const end = Date.now() + seconds * 1000;
  const worker = async () => {
    const fn = world.start('work-commands', rates);
    const all: Pick<Invoked, 'cpuMs' | 'error'> = { cpuMs: 0, error: null };
    while (due.length > 0 && Date.now() < end) {
      const records = due.splice(0, PART_RECORDS);
      const id = randomUUID();
      const body = JSON.stringify({ command: 'charge-stripe', run, id, records });
      const event = { Records: [{ messageId: id, receiptHandle: id, body }] };
      const { cpuMs, error } = await fn.invoke(event, KEPT_BACK_MS + end - Date.now());
      all.cpuMs += cpuMs;
      all.error ??= error;
    }
    await fn.kill();
    return all;
  };
  const workers = await Promise.all(Array.from({ length: WORKERS }, worker));
  return {
    cpuMs: workers.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    error: workers.find(({ error }) => error !== null)?.error ?? null,
  };
};
