import { monotonicFactory } from 'ulid';
import { MAX_ERRORS } from '../../lib/command/add-summaries';
import { claimWorkers } from '../../lib/command/claim-workers';
import type { CommandWork, Due } from '../../lib/command/command';
import { handOver } from '../../lib/command/hand-over';
import type { HandOverStore, PartStore } from '../../lib/command/part';
import type { Ran } from '../../lib/command/run-command';
import { describeError } from '../../lib/runtime/describe-error';
import type { SendParts } from '../../lib/sqs/part-queue';
import type { openRun, RunParts } from './open-run';

/** How a command gives large runs to workers. */
export interface FanOut {
  /** Records that a run works on by itself: one with no more neither sends nor asks for anything. */
  above: number;
  send: SendParts;
  handOvers: HandOverStore;
  parts: PartStore;
}

export interface GivenRest {
  ran: Ran;
  /** Why less was done than was due; null if there is nothing to say. */
  note: string | null;
}

/** Gives workers what is due behind a run's own share, unless they are still busy with an earlier run's. */
export async function giveRest<T extends Due>(
  { name, runs, log, fanOut }: RunParts & { fanOut: FanOut },
  record: Awaited<ReturnType<typeof openRun>>,
  work: CommandWork<T>,
  own: Ran,
  deadline: number,
): Promise<GivenRest> {
  const busy = await claimWorkers(name, record.id, { ...fanOut, runs, now: Date.now });
  if (busy !== null) {
    return { ran: own, note: `Workers are still busy with run ${busy}: only some records were done.` };
  }
  await record.handsOver(own.summary);
  const after = own.position;
  const handed = await handOver(
    work.due(after),
    { command: name, run: record.id, deadline, after },
    { send: fanOut.send, newId: monotonicFactory(), now: Date.now, sent: record.sent },
  );
  const { parts, records, position, error } = handed;
  log.info('records given to workers', { parts, records });
  const ran = { summary: own.summary, position, isCut: position !== null };
  return { ran: error === null ? ran : withError(ran, name, describeError(error).message), note: null };
}

function withError(ran: Ran, id: string, message: string): Ran {
  const { failed, errors } = ran.summary;
  const all = [...errors, { id, message }].slice(-MAX_ERRORS);
  return { ...ran, summary: { ...ran.summary, failed: failed + 1, errors: all } };
}
