import * as v from 'valibot';
import type { WebhookChoice } from '../webhook/webhook-choice';

/** What may be run, by schedule, by an operator, or with `npm run command`. */
export const COMMANDS = [
  'charge-stripe',
  'end-subscriptions',
  'refresh-coupons',
  'refresh-customers',
  'check-pending-webhooks',
  'reconcile-webhooks',
  'replay-webhooks',
  'sweep',
  'recover-operations',
  'release-imported',
  'expire-webhook-bodies',
  'erase-owner',
  'export-owner',
] as const;
export type CommandName = (typeof COMMANDS)[number];

/** Commands that give what they do not get done soon to workers: see docs/adr/0026-fan-out.md. */
export const FANS_OUT = [
  'charge-stripe',
  'end-subscriptions',
  'recover-operations',
  'release-imported',
] as const satisfies readonly CommandName[];
export type FannedOut = (typeof FANS_OUT)[number];

/** How a command is to run. */
export interface RunOptions {
  /** Look and count, change nothing. */
  dryRun: boolean;
  /** At most so many records; null for all. */
  limit: number | null;
  /** Milliseconds since the epoch: no further record is begun after it. */
  deadline: number;
  /** How long something must be overdue to be taken up, in milliseconds; null for the command's own patience. */
  olderThan: number | null;
  /** The site's name in mail, instead of the configured one. */
  domain?: string;
  /** Which webhooks are to be replayed, and how. */
  webhooks?: WebhookChoice;
  /** Whom the run is about, by the owner claim of their tokens. */
  owner?: string;
}

/** Commands that are about one owner, and run by hand only. */
export const ABOUT_OWNER: readonly CommandName[] = ['erase-owner', 'export-owner'];

/** What a run did, as `npm run command` prints it. */
export const SummaryView = v.object({
  command: v.string(),
  processed: v.number(),
  changed: v.number(),
  skipped: v.number(),
  failed: v.number(),
  errors: v.array(v.object({ id: v.string(), message: v.string() })),
  duration_ms: v.number(),
});
export type Summary = v.InferOutput<typeof SummaryView>;

/** What came of one record: under `dryRun`, what would have. */
export type Step = 'changed' | 'skipped';

/** A record that is due, and where it stands, so that a later run can go on after it. */
export interface Due {
  id: string;
  position: string;
}

/** What a command does: which records are due, and what is done to each. */
export interface CommandWork<T extends Due = Due> {
  /** The due records after a position. */
  due(after: string | null): AsyncIterable<T>;
  step(due: T): Promise<Step>;
  /** How many are due, for showing progress; null if only the run itself can tell. */
  count(): Promise<number | null>;
  /** Records worked on at the same time. */
  concurrency: number;
  /** Whether an error concerns the run, not one record: nothing after it can work either. */
  stopsRun(error: unknown): boolean;
  /** What is judged over all records, after the last; what it throws is an error of the run. */
  conclude?(): Promise<void>;
  /** Whether only a run from beginning to end means anything: it is not cut into parts. */
  isWhole?: boolean;
  /** Why the run does nothing, where that is so; said in its record. */
  note?: string | undefined;
}

/** Where a run that ran out of time stopped; the next one goes on from there. */
export interface PositionStore {
  load(command: string): Promise<string | null>;
  save(command: string, position: string | null): Promise<void>;
}
