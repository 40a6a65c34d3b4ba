import type { Due, RunOptions, Step, Summary } from '../command/command';
import { type RunPorts, runCommand } from '../command/run-command';
import type { EmptyTable, KeptItem, RestoredTable } from './ports';

const NAME = 'restore';
/** Writes on their way at the same time. */
const CONCURRENCY = 32;

/** Of a backup, these would be of another time: what is paused, what Stripe granted, runs and where they stopped. */
const OUTDATED = /^(settings$|rate#|command#|runs#|parts#)/;
/**
 * What a stack that does nothing yet may have all the same: its commands ran, operators looked after it, and Stripe has
 * delivered to it since it was set up; of what was made elsewhere, coupons become records by that.
 */
const NO_RECORD = /^(settings$|rate#|command#|runs#|parts#|audit#|webhook#|pending_report#|coupon#)/;

export function isRecord({ pk }: Pick<KeptItem, 'pk'>): boolean {
  return !NO_RECORD.test(pk);
}

export interface RestorePorts {
  source: RestoredTable;
  target: EmptyTable;
}

/** The table is not one to restore into. The message says what to do. */
export class NotRestorableError extends Error {
  override readonly name = 'NotRestorableError';
}

interface ItemDue extends Due {
  item: KeptItem;
}

/**
 * Copies the records of a restored backup into the table of a stack that has none yet. First charging is paused: what the
 * backup takes for due may have been paid since. Killed in the middle, it is begun again, and writes what is missing.
 * @throws NotRestorableError if the stack has records of its own, or of another backup
 */
export async function restoreRecords(
  from: string,
  dryRun: boolean,
  { source, target }: RestorePorts,
  run: RunPorts & { begin(items: number): void },
): Promise<Summary> {
  const before = await target.restoring();
  if (before !== null && before !== from) {
    throw new NotRestorableError(`This stack was restored from ${before}. Deploy a new one for ${from}.`);
  }
  if (before === null && (await target.hasRecords())) {
    throw new NotRestorableError(
      'This stack has records. A backup goes into a newly deployed one, so that nothing is overwritten.',
    );
  }
  if (!dryRun) await target.begin(from, new Date(run.now()));
  run.begin(await source.size());
  const work = {
    due: () => itemsOf(source),
    step: async ({ item }: ItemDue): Promise<Step> =>
      dryRun || (await target.insert(item)) ? 'changed' : 'skipped',
    count: async () => null,
    concurrency: CONCURRENCY,
    stopsRun: () => true,
  };
  const options: RunOptions = { dryRun, limit: null, deadline: Number.POSITIVE_INFINITY, olderThan: null };
  return (await runCommand(NAME, work, options, null, run)).summary;
}

async function* itemsOf(source: RestoredTable): AsyncGenerator<ItemDue> {
  for await (const item of source.items()) {
    const id = `${item.pk} ${item.sk}`;
    if (!OUTDATED.test(item.pk)) yield { id, position: id, item };
  }
}
