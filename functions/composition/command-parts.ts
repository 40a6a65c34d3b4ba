import type { CommandName, Due } from '../../lib/command/command';
import type { Table } from '../../lib/dynamo/client';
import { countDue, type DueRecord, type DueSource, dueRecords } from '../../lib/dynamo/due';
import { handOverStore } from '../../lib/dynamo/hand-over-store';
import { partStore } from '../../lib/dynamo/part-store';
import { positionStore } from '../../lib/dynamo/position-store';
import { runStore } from '../../lib/dynamo/run-store';
import { logger } from '../../lib/runtime/logger';
import { partQueue } from '../../lib/sqs/part-queue';
import type { CommandParts } from '../commands/command-handler';
import type { FanOut } from '../commands/fan-out';

/** What every command keeps: its log, its position, its runs. */
export function commandParts(name: CommandName, table: Table): Omit<CommandParts<Due>, 'work'> {
  return { name, log: logger(name), positions: positionStore(table), runs: runStore(table) };
}

/** And what one keeps that gives large runs to workers. */
export function fannedOut(table: Table, env: Record<'WORK_QUEUE_URL' | 'FAN_OUT_ABOVE', string>): FanOut {
  return {
    above: Number(env.FAN_OUT_ABOVE),
    send: partQueue(env.WORK_QUEUE_URL),
    handOvers: handOverStore(table),
    parts: partStore(table),
  };
}

/** The part of a command's work that finds what is due in sparse lists. */
export function dueIn(table: Table, sources: DueSource[]) {
  return {
    due: (after: string | null): AsyncIterable<DueRecord> => dueRecords(table, sources, after),
    count: () => countDue(table, sources),
  };
}

/** For a command that may not work now. */
export const NOTHING_DUE = {
  due: async function* (): AsyncGenerator<DueRecord> {},
  count: async () => 0,
};

/** How long a record may take of its own, with Stripe's answer and the table's, for the rate to be used, in seconds. */
const SECONDS_A_RECORD = 1.5;

/** How many records to work on at once so that the rate is used; who waits for a permit does so for a second or two. */
export function concurrencyFor(rate: string): number {
  return Math.min(150, Math.max(4, Math.ceil(Number(rate) * SECONDS_A_RECORD)));
}

/** The part of that which each of several workers does. */
export function workerConcurrency(rate: string, workers: string): number {
  return Math.min(30, Math.max(2, Math.ceil(concurrencyFor(rate) / Number(workers))));
}
