import { COMMANDS, type CommandName } from '../command/command';
import type { RunView } from '../command/run-record';
import { EVERY_MINUTES } from '../command/schedule';
import { toRun } from '../command/to-run';
import { agoInWords, spanInWords } from './in-words';
import { bad, judged, look, ok, type StatusLine } from './line';
import type { StatusReadings } from './readings';

const MINUTE_MS = 60_000;
/** The longest that a run takes. */
const RUN_MS = 15 * MINUTE_MS;

/** The last run of each command; those that only people start, if anybody ever has. */
export function judgeCommands(read: StatusReadings, now: number): StatusLine[] {
  return COMMANDS.flatMap((name) => {
    const reading = read.lastRuns[name];
    const isByHand = EVERY_MINUTES[name] === null;
    if (isByHand && 'value' in reading && reading.value === null) return [];
    return judged(name, reading, (run) => judgeRun(name, run, read, now));
  });
}

function judgeRun(name: CommandName, run: RunView | null, read: StatusReadings, now: number): StatusLine {
  const every = EVERY_MINUTES[name];
  const began = run ? Date.parse(run.started) : read.created;
  const isScheduled = every !== null && !read.isLocal && began !== null;
  if (isScheduled && now - began > 2 * every * MINUTE_MS + RUN_MS) {
    const last = run ? `last began ${agoInWords(run.started, now)}` : 'has never run';
    return bad(
      name,
      `overdue: ${last}, should run every ${spanInWords(every * MINUTE_MS)}`,
      `is its schedule on? ${toRun(read, 'command', name)} runs it now`,
    );
  }
  if (!run)
    return ok(name, read.isLocal ? 'has not run (npm start -- --schedules runs it)' : 'has not run yet');
  const { status, summary, note } = run;
  const did = summary ? `, ${summary.changed} changed, ${summary.failed} failed` : '';
  const text = `${status.replace('_', ' ')} ${agoInWords(run.started, now)}${did}${note ? ` (${note})` : ''}`;
  if (status === 'failed' || status === 'broken_off') {
    return look(name, text, `GET /aa-stripe/commands/${name}/runs shows its errors`);
  }
  return ok(name, text);
}
