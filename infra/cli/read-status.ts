import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { COMMANDS, type CommandName } from '../../lib/command/command';
import { showRun } from '../../lib/command/show-run';
import { openTable, type Table } from '../../lib/dynamo/client';
import { countBacklog } from '../../lib/dynamo/count-backlog';
import { dueList, type Index, type ShardedList, stateList } from '../../lib/dynamo/keys';
import { partStore } from '../../lib/dynamo/part-store';
import { runStore } from '../../lib/dynamo/run-store';
import { settingsStore } from '../../lib/dynamo/settings-store';
import { webhookList } from '../../lib/dynamo/webhook-list';
import { modeOf, requireMode } from '../../lib/operation/api-key';
import { describeError } from '../../lib/runtime/describe-error';
import { secretEditor } from '../../lib/secrets-manager/secret-editor';
import type { SecretContent } from '../../lib/setup/secret-content';
import type { Reading } from '../../lib/status/line';
import type { SecretState, StatusReadings } from '../../lib/status/readings';
import { apiVersion, stripeClient, UNPACED } from '../../lib/stripe/client';
import { stripeEndpoints } from '../../lib/stripe/stripe-endpoints';
import { alarmsOn, countMessages, countStreamFailures } from './read-aws-status';
import type { StackTarget } from './stack-outputs';

/** Nothing is counted further. */
const MOST = 1000;
/** A person waits. */
const AWS = { maxAttempts: 2 };

/** Reads all that status looks at, each on its own: what cannot be read hides nothing else. */
export async function readStatus(target: StackTarget): Promise<StatusReadings> {
  const { stack, livemode, isLocal, created, outputs } = target;
  const client = { ...target.client, ...AWS };
  const table = openTable(outputs.TableName, client);
  const now = new Date();
  const backlog = (index: Index, list: ShardedList, until?: string) =>
    attempt(countBacklog(table, { index, list, ...(until !== undefined && { until }) }, MOST));
  const secret = secretEditor(new SecretsManagerClient(client), outputs.StripeSecretArn).read();
  const newest = webhookList(table).page({ isParsed: null, failed: null }, null, 1);
  return all<StatusReadings>({
    ...{ stack, livemode, isLocal, created, webhookUrl: outputs.WebhookUrl, apiVersion: apiVersion() },
    paused: attempt(settingsStore(table).paused()),
    lastWebhook: attempt(newest.then(({ records: [webhook = null] }) => webhook)),
    unparsed: backlog('gsi5', 'unparsed'),
    failedWebhooks: backlog('gsi3', 'failed'),
    unpublished: backlog('gsi5', 'unpublished'),
    parseQueue: attempt(countMessages(target, outputs.ParseQueueUrl)),
    deadLetters: attempt(countMessages(target, outputs.ParseDeadLettersUrl)),
    streamFailures: attempt(countStreamFailures(target)),
    dueCharges: backlog('gsi6', dueList('charge')),
    unknownCharges: backlog('gsi2', stateList('charge', 'unknown')),
    actionRequired: backlog('gsi2', stateList('charge', 'action_required')),
    openOperations: backlog('gsi6', 'operation', now.toISOString()),
    secret: attempt(secret.then(stateOf)),
    endpoints: attempt(secret.then((content) => endpointsOf(content, target))),
    alarms: attempt(alarmsOn(target)),
    lastRuns: lastRuns(table, now.getTime()),
  });
}

function stateOf({ apiKey, webhookSecrets }: SecretContent): SecretState {
  const keyMode = apiKey === null ? null : (modeOf(apiKey) ?? 'unknown');
  return { keyMode, webhookSecrets: webhookSecrets.length };
}

/** One cheap reading at Stripe: it also shows whether the key is taken. */
async function endpointsOf({ apiKey }: SecretContent, { livemode, stripeBase }: StackTarget) {
  if (apiKey === null) throw new Error('not asked: there is no API key');
  return stripeEndpoints(stripeClient(requireMode(apiKey, livemode), UNPACED, stripeBase)).list();
}

async function lastRuns(table: Table, now: number): Promise<StatusReadings['lastRuns']> {
  const runs = runStore(table);
  const parts = partStore(table);
  const last = (name: CommandName) =>
    attempt(runs.page(name, null, 1).then(([run]) => (run ? showRun(run, parts, now) : null)));
  return all<StatusReadings['lastRuns']>(
    // One for each of all names.
    Object.fromEntries(COMMANDS.map((name) => [name, last(name)])) as Readings<StatusReadings['lastRuns']>,
  );
}

async function attempt<T>(reading: Promise<T>): Promise<Reading<T>> {
  try {
    return { value: await reading };
  } catch (error) {
    const { name, message } = describeError(error);
    return { error: name === 'Error' ? message : `${name}: ${message}` };
  }
}

type Readings<T> = { [K in keyof T]: T[K] | Promise<T[K]> };

/** Waits for all of an object's values. */
async function all<T extends object>(readings: Readings<T>): Promise<T> {
  const entries = Object.entries(readings).map(async ([key, value]) => [key, await value]);
  // The same keys, and what each promised.
  return Object.fromEntries(await Promise.all(entries)) as T;
}
