import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ulid } from 'ulid';
import * as v from 'valibot';
import { addSummaries } from '../../lib/command/add-summaries';
import { type Summary, SummaryView } from '../../lib/command/command';
import type { CommandLine } from './command-line';
import type { Progress } from './progress';
import type { Target } from './target';

/** How long one invocation works before it reports: short enough to show progress, long enough to get on. */
const PART_SECONDS = 10;

const Part = v.object({
  ...SummaryView.entries,
  position: v.nullable(v.string()),
  is_cut: v.boolean(),
  note: v.nullable(v.string()),
});
const Count = v.object({ due: v.nullable(v.number()) });
const FunctionError = v.object({ errorType: v.optional(v.string()), errorMessage: v.string() });

export interface Finished {
  summary: Summary;
  /** Why the run did nothing, where that is so. */
  note: string | null;
}

/**
 * Runs a command part by part until nothing is left, so that its progress can be shown; stopped in the middle, it
 * ends with the part that is under way.
 * A function that breaks off is an error of the run, whose summary says what was done until then.
 * @throws Error if the function cannot be reached at all
 */
export async function runRemotely(line: CommandLine, target: Target, progress: Progress): Promise<Finished> {
  const client = new LambdaClient({ ...target.client, maxAttempts: 1 });
  const invoke = (event: object) => invokeOnce(client, `${target.stack}-${line.name}`, event);
  const wish = {
    dry_run: line.dryRun,
    older_than_seconds: line.olderThan,
    domain: line.domain,
    ...(line.webhooks && { webhooks: line.webhooks }),
    ...(line.owner !== null && { owner: line.owner }),
    run_id: `srun_${ulid()}`,
  };
  const { due } = v.parse(Count, await invoke({ ...wish, count: true }));
  progress.begin(due === null || line.limit === null ? due : Math.min(due, line.limit));
  let total: Summary | null = null;
  let position: string | null = null;
  let isCut = false;
  let note: string | null = null;
  do {
    const limit: number | null = line.limit === null ? null : line.limit - (total?.processed ?? 0);
    if (limit === 0) break;
    const answer: unknown = await invoke({ ...wish, limit, part: { position, seconds: PART_SECONDS } }).catch(
      (error: unknown) => brokenOff(line.name, error),
    );
    const { position: next, is_cut, note: why, ...part } = v.parse(Part, answer);
    total = addSummaries(total, part);
    position = next;
    isCut = is_cut;
    note = why;
    progress.advance(total);
  } while (isCut);
  progress.end();
  return { summary: total ?? nothing(line.name), note };
}

async function invokeOnce(client: LambdaClient, name: string, event: object): Promise<unknown> {
  const { Payload, FunctionError: failed } = await client.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }),
  );
  const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString('utf8') || 'null');
  if (!failed) return answer;
  throw new Error(`${name} broke off: ${v.parse(FunctionError, answer).errorMessage}`);
}

function brokenOff(command: string, error: unknown): v.InferOutput<typeof Part> {
  const message = error instanceof Error ? error.message : String(error);
  const errors = [{ id: command, message }];
  return { ...nothing(command), failed: 1, errors, position: null, is_cut: false, note: null };
}

function nothing(command: string): Summary {
  return { command, processed: 0, changed: 0, skipped: 0, failed: 0, errors: [], duration_ms: 0 };
}
