import { judgeCommands } from './judge-commands';
import { judgeFlow } from './judge-flow';
import { judgePayments } from './judge-payments';
import { judgeStripe } from './judge-stripe';
import type { LineState, StatusLine } from './line';
import type { StatusReadings } from './readings';

export interface Status {
  stack: string;
  livemode: boolean;
  /** ISO 8601. */
  time: string;
  /** That of the worst line. */
  state: LineState;
  lines: StatusLine[];
}

/** Judges what was read, for a person at night: a line for each thing, with what to do about it. */
export function judgeStatus(read: StatusReadings, now: number): Status {
  const lines = [
    ...judgePayments(read, now),
    ...judgeFlow(read, now),
    ...judgeStripe(read),
    ...judgeCommands(read, now),
  ];
  const { stack, livemode } = read;
  return { stack, livemode, time: new Date(now).toISOString(), state: worst(lines), lines };
}

function worst(lines: StatusLine[]): LineState {
  const states = new Set(lines.map(({ state }) => state));
  if (states.has('BAD')) return 'BAD';
  return states.has('LOOK') ? 'LOOK' : 'OK';
}
