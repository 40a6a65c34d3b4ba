import { setTimeout as sleep } from 'node:timers/promises';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { CommandName, Summary } from '../../lib/command/command';
import { chargeStore } from '../../lib/dynamo/charge-store';
import { openTable, type Table } from '../../lib/dynamo/client';
import { countBacklog } from '../../lib/dynamo/count-backlog';
import { emptyTable, restoredTable } from '../../lib/dynamo/restore-tables';
import { requireMode } from '../../lib/operation/api-key';
import type { OwnPayment } from '../../lib/restore/ports';
import { restoreRecords } from '../../lib/restore/restore-records';
import { type StrayPayments, strayPayments } from '../../lib/restore/stray-payments';
import { describeError } from '../../lib/runtime/describe-error';
import { secretEditor } from '../../lib/secrets-manager/secret-editor';
import { stripeClient, UNPACED } from '../../lib/stripe/client';
import { ownPayments } from '../../lib/stripe/own-payments';
import { readCommandLine } from './command-line';
import { exitWith } from './exit-code';
import { inWords } from './in-words';
import { runRemotely } from './invoke-command';
import { nowAndThen, showProgress } from './progress';
import { RESTORE_USAGE, type RestoreLine, readRestoreLine } from './restore-line';
import { type StackTarget, stackTargetOf } from './stack-outputs';

/** What makes the records equal to Stripe again, in this order. */
const healing = (point: number): [CommandName, ...string[]][] => [
  ['recover-operations'],
  ['refresh-customers'],
  ['refresh-coupons'],
  // Those that came before their records were there were taken for somebody else's, and nobody feeds them in again.
  ['replay-webhooks', '--since', new Date(point).toISOString(), '--force', '--rate', '100'],
  ['reconcile-webhooks'],
];
const LOOK_EVERY_MS = 2_000;
/** What Stripe keeps events for, and a little less. */
const HISTORY_MS = 29 * 24 * 3600_000;
/** Clocks differ. */
const SLACK_MS = 10 * 60_000;

/** `npm run restore`: exit code 0, 1 if something is not as it should be, 2 for wrong usage. */
async function main(): Promise<number> {
  const line = readRestoreLine(process.argv.slice(2));
  const target = await stackTargetOf(line.stack);
  const say = (text: string) => void process.stderr.write(`${text}\n`);
  say(`${line.fromTable} into ${target.stack}${line.dryRun ? ', dry run' : ''} …`);
  if (Date.now() - line.point > HISTORY_MS) {
    say('Stripe has no events of the time before the last 30 days: look at charges from then by hand.');
  }
  const summaries = [await copy(line, target)];
  if (!line.dryRun && summaries[0]?.failed === 0) summaries.push(...(await heal(line, target)));
  const isParsed = line.dryRun || (await parsed(line.wait, target, say));
  const strays = line.dryRun ? { lost: [], untold: [] } : await straysSince(line.point - SLACK_MS, target);
  tell(line, summaries, strays, isParsed);
  return isParsed && strays.untold.length === 0 && summaries.every(({ failed }) => failed === 0) ? 0 : 1;
}

async function copy(line: RestoreLine, target: StackTarget): Promise<Summary> {
  const progress = showProgress(process.stderr);
  const source = tableOf(target, line.fromTable, line.fromRegion);
  const ports = { source: restoredTable(source), target: emptyTable(tableOf(target)) };
  const summary = await restoreRecords(line.fromTable, line.dryRun, ports, {
    describe: (error) => describeError(error).message,
    now: Date.now,
    begin: (items) => progress.begin(items),
    progress: nowAndThen(progress),
  });
  progress.advance(summary);
  progress.end();
  return summary;
}

async function heal({ stack, point }: RestoreLine, target: StackTarget): Promise<Summary[]> {
  const summaries: Summary[] = [];
  for (const command of healing(point)) {
    process.stderr.write(`${command[0]} …\n`);
    const wish = readCommandLine([...command, ...(stack === null ? [] : ['--stack', stack])]);
    summaries.push((await runRemotely(wish, target, showProgress(process.stderr))).summary);
  }
  return summaries;
}

/** Waits until what was fed in is parsed. */
async function parsed(patience: number, target: StackTarget, say: (text: string) => void): Promise<boolean> {
  for (const began = Date.now(); Date.now() - began < patience; await sleep(LOOK_EVERY_MS)) {
    const { count, isMore } = await countBacklog(tableOf(target), { index: 'gsi5', list: 'unparsed' }, 1_000);
    if (count === 0) return true;
    say(`${count}${isMore ? '+' : ''} webhooks wait to be parsed …`);
  }
  return false;
}

async function straysSince(since: number, target: StackTarget): Promise<StrayPayments> {
  const { client, outputs, livemode, stripeBase } = target;
  const { apiKey } = await secretEditor(new SecretsManagerClient(client), outputs.StripeSecretArn).read();
  if (apiKey === null) throw new Error('The secret has no API key: run "npm run setup" first.');
  const stripe = stripeClient(requireMode(apiKey, livemode), UNPACED, stripeBase);
  const charges = chargeStore(tableOf(target));
  return strayPayments(ownPayments(stripe, since), (id) => charges.find(id));
}

function tell(
  line: RestoreLine,
  summaries: Summary[],
  { lost, untold }: StrayPayments,
  isParsed: boolean,
): void {
  if (line.json) {
    const done = { dry_run: line.dryRun, summaries, lost, untold, is_parsed: isParsed };
    process.stdout.write(`${JSON.stringify(done)}\n`);
    return;
  }
  for (const summary of summaries) process.stdout.write(inWords(summary, line.dryRun));
  list('Payments at Stripe whose charges were made after the backup:', lost);
  list(
    'Payments at Stripe that the record of their charge does not know. They would be made again: leave charging paused.',
    untold,
  );
  if (!isParsed)
    process.stdout.write(
      'Not all webhooks are parsed yet (those about records made after the backup wait for some minutes): leave ' +
        'charging paused until "npm run status" shows none waiting.\n',
    );
  if (!line.dryRun)
    process.stdout.write('Charging is paused. docs/operations.md says what to look at before it goes on.\n');
}

function list(title: string, payments: OwnPayment[]): void {
  if (payments.length > 0) process.stdout.write(`${title}\n`);
  for (const { id, chargeId, amount, currency, status } of payments) {
    process.stdout.write(`  ${id}: ${amount} ${currency}, ${status}, of ${chargeId}\n`);
  }
}

function tableOf(
  { client, outputs }: StackTarget,
  name = outputs.TableName,
  region: string | null = null,
): Table {
  return openTable(name, { ...client, ...(region !== null && { region }), maxAttempts: 10 });
}

exitWith(main, RESTORE_USAGE);
