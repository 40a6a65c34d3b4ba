import * as v from 'valibot';
import { PauseView } from '../command/settings';

/** The states of charges in which something is left to happen, or to be done by somebody. */
export const OPEN_STATES = [
  'pending',
  'charging',
  'processing',
  'action_required',
  'unknown',
  'failed',
  'blocked',
] as const;

/** No list is counted further: whoever has so many has to look, however many there are. */
export const MOST = 1_000;

export const HOURS = 24;
const HOUR_MS = 3600_000;

const Count = v.pipe(v.number(), v.integer());
const Time = v.pipe(v.string(), v.isoTimestamp());

/** Queues of what was given up, by what they belong to. */
export const LETTER_QUEUES = ['parse', 'commands'] as const;
export const LetterCount = v.object({
  queue: v.picklist(LETTER_QUEUES),
  /** As many as SQS thinks there are. */
  messages: Count,
});
export type LetterCount = v.InferOutput<typeof LetterCount>;

/** What operators look at first. */
export const OverviewView = v.object({
  generated: Time,
  webhooks: v.object({
    /** The last 24, oldest first; the last one is not over. */
    hours: v.array(
      v.object({
        from: Time,
        received: Count,
        /** Of those received in this hour, the ones that could not be handled. */
        failed: Count,
        /** There were more than is counted. */
        capped: v.boolean(),
      }),
    ),
    /** Received and not yet handled: at most 1,000. */
    unparsed: Count,
    oldest_unparsed: v.nullable(Time),
  }),
  /** How many charges are in these states: at most 1,000 each. */
  charges: v.object(v.entriesFromList(OPEN_STATES, Count)),
  dead_letters: v.array(LetterCount),
  paused: PauseView,
});
export type Overview = v.InferOutput<typeof OverviewView>;

/** The beginnings of the hours that the overview shows, and the end of the last one: ISO 8601. */
export function hoursUntil(now: number): string[] {
  const end = Math.floor(now / HOUR_MS) * HOUR_MS + HOUR_MS;
  return Array.from({ length: HOURS + 1 }, (_, i) => new Date(end - (HOURS - i) * HOUR_MS).toISOString());
}
