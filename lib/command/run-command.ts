import type { Due, PositionStore, RunOptions, Step, Summary } from './command';

export interface CommandParts<T extends Due> {
  name: string;
  /** The due records after a position. */
  due(after: string | null): AsyncIterable<T>;
  step(due: T, options: RunOptions): Promise<Step>;
  /** Whether an error concerns the run, not one record: nothing after it can work either. */
  stopsRun(error: unknown): boolean;
  /** An error in words that may be logged. */
  describe(error: unknown): string;
  positions: PositionStore;
  now(): number;
}

/** Errors listed in a summary; the count goes on. */
const MAX_ERRORS = 100;

/**
 * Works through the due records, one after the other: a failing record is counted and passed over, time and
 * limit are kept, and a run that ends early leaves its position for the next. Runs may overlap, because
 * every step is itself a conditional write.
 */
export async function runCommand<T extends Due>(
  parts: CommandParts<T>,
  options: RunOptions,
): Promise<Summary> {
  const started = parts.now();
  const summary: Summary = {
    command: parts.name,
    processed: 0,
    changed: 0,
    skipped: 0,
    failed: 0,
    errors: [],
    duration_ms: 0,
  };
  let last = await parts.positions.load(parts.name);
  let endedEarly = false;
  for await (const due of parts.due(last)) {
    if (parts.now() >= options.deadline || summary.processed === options.limit) {
      endedEarly = true;
      break;
    }
    summary.processed += 1;
    try {
      summary[await parts.step(due, options)] += 1;
    } catch (error) {
      note(summary, due.id, parts.describe(error));
      if (parts.stopsRun(error)) break;
    }
    last = due.position;
  }
  // A look or a few records at somebody's wish leave the regular runs' position alone.
  if (!options.dryRun && options.limit === null) {
    await parts.positions.save(parts.name, endedEarly ? last : null);
  }
  return { ...summary, duration_ms: parts.now() - started };
}

function note(summary: Summary, id: string, message: string): void {
  summary.failed += 1;
  if (summary.errors.length < MAX_ERRORS) summary.errors.push({ id, message });
}
