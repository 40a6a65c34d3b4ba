import { MAX_ERRORS } from './add-summaries';
import type { CommandWork, Due, RunOptions, Step, Summary } from './command';

export interface RunPorts {
  /** An error in words that may be logged. */
  describe(error: unknown): string;
  now(): number;
  /** Told after each record, which the summary counts already. */
  progress?(summary: Summary, id: string): void;
}

export interface Ran {
  summary: Summary;
  /** Where the next run is to go on; null to begin at the start. */
  position: string | null;
  /** Whether time or limit cut it short: there may be more to do right now. */
  isCut: boolean;
}

/**
 * Works through the due records after a position, some at a time: a failing record is counted and passed over, time
 * and limit are kept. Runs may overlap and be killed anywhere, because every step is itself a conditional write.
 */
export async function runCommand<T extends Due>(
  name: string,
  work: CommandWork<T>,
  options: RunOptions,
  after: string | null,
  ports: RunPorts,
): Promise<Ran> {
  const run = new Run(name, ports);
  let last = after;
  let begun = 0;
  let isCut = false;
  let isBroken = false;
  try {
    for await (const due of work.due(after)) {
      isCut = ports.now() >= options.deadline || begun === options.limit;
      if (!isCut) await run.room(work.concurrency);
      if (isCut || run.isStopped) break;
      begun += 1;
      last = due.position;
      run.begin(due, () => work.step(due), work.stopsRun);
    }
  } catch (error) {
    // What is due could not be found out: the next run goes on from here.
    run.fail(name, error);
    isBroken = true;
  }
  await run.end();
  // Those under way when time or limit came may have found that nothing can work now.
  if (run.isStopped) isCut = false;
  if (work.conclude && !run.isStopped) await run.conclude(work.conclude);
  return { summary: run.summary(), position: isCut || isBroken ? last : null, isCut };
}

/** The records under way, and what came of those before. */
class Run {
  isStopped = false;
  private readonly counts = { processed: 0, changed: 0, skipped: 0, failed: 0 };
  private readonly errors: Summary['errors'] = [];
  private readonly underWay = new Set<Promise<void>>();
  private readonly started: number;

  constructor(
    private readonly name: string,
    private readonly ports: RunPorts,
  ) {
    this.started = ports.now();
  }

  begin({ id }: Due, step: () => Promise<Step>, stopsRun: (error: unknown) => boolean): void {
    const task = this.one(id, step, stopsRun).finally(() => this.underWay.delete(task));
    this.underWay.add(task);
  }

  /** Waits until another record may be begun. */
  async room(concurrency: number): Promise<void> {
    while (this.underWay.size >= concurrency) await Promise.race(this.underWay);
  }

  async end(): Promise<void> {
    await Promise.all(this.underWay);
  }

  async conclude(judge: () => Promise<void>): Promise<void> {
    try {
      await judge();
    } catch (error) {
      this.fail(this.name, error);
    }
  }

  summary(): Summary {
    const duration_ms = this.ports.now() - this.started;
    return { command: this.name, ...this.counts, errors: [...this.errors], duration_ms };
  }

  private async one(id: string, step: () => Promise<Step>, stopsRun: (error: unknown) => boolean) {
    try {
      this.counts[await step()] += 1;
    } catch (error) {
      // Those under way beside the first one fail for the same reason; it is said once.
      if (!(this.isStopped && stopsRun(error))) this.fail(id, error);
      if (stopsRun(error)) this.isStopped = true;
    }
    this.counts.processed += 1;
    this.ports.progress?.(this.summary(), id);
  }

  fail(id: string, error: unknown): void {
    this.counts.failed += 1;
    if (this.errors.length < MAX_ERRORS) this.errors.push({ id, message: this.ports.describe(error) });
  }
}
