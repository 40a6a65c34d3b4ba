import { eraseCharge, openMatterOf as openOfCharge } from '../charge/erase-charge';
import type { CommandWork, Due, RunOptions, Step } from '../command/command';
import { eraseCustomer, openMatterOf as openOfCustomer } from '../customer/erase-customer';
import type { RecordHome } from '../operation/course';
import { eraseSubscription, openMatterOf as openOfSubscription } from '../subscription/erase-subscription';
import { isFinished } from '../webhook/webhook';
import { idsOfCharge, idsOfCustomer, idsOfSubscription, namesOneOf } from './ids-in';
import type { ErasePorts } from './ports';
import { releaseOwner } from './release-owner';

/** An owner may have thousands of charges; a message names some. */
const MAX_NAMED = 20;

/** Nothing was erased, because something of the owner's is still going on. */
export class OpenMattersError extends Error {
  override readonly name = 'OpenMattersError';
}

interface ErasureStep extends Due {
  run(): Promise<Step>;
}

/**
 * Erases an owner: first what is personal in each record, so that webhooks bring nothing back from then on; then the
 * text of stored events about them, which their records' ids lead to; at last, and only if nothing failed, the name
 * under which the records stand. Whoever is killed leaves them findable under that name for the next run.
 */
export function eraseOwner(
  owner: string,
  { dryRun, limit }: RunOptions,
  ports: ErasePorts,
): CommandWork<ErasureStep> {
  if (limit !== null) throw new Error('erase-owner erases all or nothing: it takes no limit.');
  const run = { isThrough: false, hasFailed: false, isUnknown: false };
  return {
    due: async function* () {
      const { steps, open, ids } = await survey(owner, dryRun, ports);
      run.isUnknown = ids.size === 0;
      if (run.isUnknown) return;
      if (open.length > 0) throw new OpenMattersError(inWords(open));
      yield* steps;
      for await (const { id } of ports.withText()) {
        yield { id, position: id, run: () => dropTextAbout(ids, id, dryRun, ports) };
      }
      run.isThrough = true;
    },
    count: async () => null,
    step: (step) =>
      step.run().catch((error: unknown) => {
        run.hasFailed = true;
        throw error;
      }),
    conclude: async () => {
      if (run.isUnknown || run.hasFailed || dryRun) return;
      if (run.isThrough) await releaseOwner(owner, ports);
    },
    concurrency: 20,
    stopsRun: () => false,
    isWhole: true,
    get note() {
      if (run.isUnknown) return UNKNOWN;
      if (dryRun) return undefined;
      return run.isThrough && !run.hasFailed ? REMAINS : UNFINISHED;
    },
  };
}

const UNKNOWN = 'Nothing is stored of this owner (any more). Is it spelt as the claim of their tokens is?';
const UNFINISHED = 'Not all is erased yet: see the errors, then run it again.';
const REMAINS =
  'What Stripe keeps of the payments is not touched, nor what consumers of signals have: see docs/data-protection.md.';

/** What is there of the owner: what to erase, what stands against it, and by which ids events are about them. */
async function survey(owner: string, dryRun: boolean, ports: ErasePorts) {
  const steps: ErasureStep[] = [];
  const open: string[] = [];
  const ids = new Set<string>();
  const add = <R extends Erasable>(record: R, kind: Kind<R>): void => {
    for (const id of kind.idsOf(record)) if (id) ids.add(id);
    if (record.erased_at !== null) return;
    const matter = kind.openMatterOf(record);
    if (matter !== null) open.push(matter);
    steps.push({ id: record.id, position: record.id, run: () => erase(record, kind, dryRun, ports) });
  };
  const { records } = ports;
  const customer = {
    home: ports.customers,
    openMatterOf: openOfCustomer,
    erased: eraseCustomer,
    idsOf: idsOfCustomer,
  };
  const charge = { home: ports.charges, openMatterOf: openOfCharge, erased: eraseCharge, idsOf: idsOfCharge };
  const subscription = {
    home: ports.subscriptions,
    openMatterOf: openOfSubscription,
    erased: eraseSubscription,
    idsOf: idsOfSubscription,
  };
  for await (const record of records.customers(owner)) add(record, customer);
  for await (const record of records.charges(owner)) add(record, charge);
  for await (const record of records.subscriptions(owner)) add(record, subscription);
  return { steps, open, ids };
}

interface Erasable {
  id: string;
  erased_at: string | null;
}

interface Kind<R> {
  home: Pick<RecordHome<R>, 'reload' | 'save'>;
  openMatterOf(record: R): string | null;
  erased(record: R, now: number): R;
  idsOf(record: R): (string | null | undefined)[];
}

/** @throws OpenMattersError if something has begun meanwhile, or somebody writes the record */
async function erase<R extends Erasable>(
  listed: R,
  { home, openMatterOf, erased }: Kind<R>,
  dryRun: boolean,
  { now }: ErasePorts,
): Promise<Step> {
  if (dryRun) return 'changed';
  const record = await home.reload(listed);
  if (!record || record.erased_at !== null) return 'skipped';
  const matter = openMatterOf(record);
  if (matter !== null) throw new OpenMattersError(matter);
  // No signal: what would be told of is that there is nothing to be told.
  if (await home.save(erased(record, now()), record)) return 'changed';
  throw new OpenMattersError(`${record.id} is being written by others: run it again`);
}

async function dropTextAbout(
  ids: ReadonlySet<string>,
  id: string,
  dryRun: boolean,
  { webhooks, now }: ErasePorts,
): Promise<Step> {
  const stored = await webhooks.find(id);
  const isHalfGone = stored?.webhook.raw_expired_at != null && stored.rawKey !== null;
  const text = isHalfGone ? null : await stored?.rawText();
  if (!stored || (!isHalfGone && (text == null || !namesOneOf(ids, text)))) return 'skipped';
  if (!isHalfGone && !isFinished(stored.webhook)) {
    throw new OpenMattersError(
      'It is about this owner, and failed or waits to be parsed: replay it, or wait.',
    );
  }
  if (dryRun) return 'changed';
  if (await webhooks.dropBody(stored, now())) return 'changed';
  throw new OpenMattersError('It is being written by others: run it again.');
}

function inWords(open: string[]): string {
  const more = open.length > MAX_NAMED ? `; and ${open.length - MAX_NAMED} more` : '';
  return `Nothing is erased while this is open: ${open.slice(0, MAX_NAMED).join('; ')}${more}.`;
}
