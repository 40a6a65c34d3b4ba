import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as v from 'valibot';
import { openTable } from '../../lib/dynamo/client';
import { webhookStore } from '../../lib/dynamo/webhook-store';
import { describeError } from '../../lib/runtime/describe-error';
import { readEnvironment } from '../../lib/runtime/environment';
import { logger } from '../../lib/runtime/logger';
import { countMetrics } from '../../lib/runtime/metrics';
import { payloadStore } from '../../lib/s3/payload-store';
import { workQueue } from '../../lib/sqs/work-queue';
import { type Parsed, parseWebhooks } from '../../lib/webhook/parse-webhooks';
import { BROKEN_OFF, recordFailure } from '../../lib/webhook/record-failure';
import { eventHandlers } from '../composition/event-handlers';
import { stripeAccess } from '../composition/stripe-access';
import { environments } from '../environments';

const env = readEnvironment(environments['parse-webhooks']);
const log = logger('parse-webhooks');
const count = countMetrics('webhooks', env.STAGE);
const queue = workQueue(env.PARSE_QUEUE_URL);
const table = openTable(env.TABLE_NAME);
const ports = {
  webhooks: webhookStore(table, payloadStore(env.PAYLOAD_BUCKET)),
  handlers: eventHandlers(table, stripeAccess(table, env, 'batch')),
  now: Date.now,
};

/** One object takes up to three readings at Stripe, which may take 20 s each. */
const NEEDED_MS = 65_000;
const PATIENCE_SECONDS = 20;
/** While Stripe cannot be asked: half the time that has passed so, within these bounds. */
const OUTAGE_SECONDS = { least: 15, most: 300 };
/** Wait before a failed message is tried again: 15 s, 1, 4 and 15 minutes. */
const FIRST_RETRY_SECONDS = 15;
const LONGEST_RETRY_SECONDS = 900;

/** The id of a webhook, as the rule takes it from its signal; or the whole signal, moved here by hand. */
const Body = v.union([
  v.string(),
  v.pipe(
    v.object({ detail: v.object({ record_id: v.string() }) }),
    v.transform(({ detail }) => detail.record_id),
  ),
]);

/** Handles webhooks. What is unexpected is left to the queue's retries and, in the end, its dead letters. */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  const failed = new Set<string>();
  const messages = new Map<SQSRecord, string>();
  const each = async (record: SQSRecord, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      log.error('message failed', {
        correlation_id: messages.get(record),
        message: record.messageId,
        error: describeError(error),
      });
      failed.add(record.messageId);
      await backOff(record);
    }
  };
  for (const record of event.Records) {
    await each(record, async () => {
      const id = v.parse(Body, JSON.parse(record.body));
      if (isLast(record)) await recordFailure(id, BROKEN_OFF, false, ports);
      messages.set(record, id);
    });
  }
  const mayBegin = () => context.getRemainingTimeInMillis() > NEEDED_MS;
  const results = await parseWebhooks([...messages.values()], { ...ports, mayBegin });
  for (const [record, id] of messages) await each(record, () => end(record, id, results.get(id)));
  tally([...results.values()]);
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
};

function tally(parsed: Parsed[]): void {
  const of = (...outcomes: Parsed['outcome'][]) =>
    parsed.filter(({ outcome }) => outcomes.includes(outcome)).length;
  count({ Parsed: of('done', 'noted'), PutOff: of('later', 'outage') });
}

/** Ends a message. @throws what the queue is to retry */
async function end(record: SQSRecord, id: string, parsed: Parsed | undefined): Promise<void> {
  switch (parsed?.outcome) {
    case 'done':
      log.info('webhook parsed', { correlation_id: id });
      return;
    case 'noted':
      log.info('webhook noted', { correlation_id: id, note: parsed.note });
      return;
    case 'failed':
      log.warn('webhook cannot be parsed', { correlation_id: id, error: parsed.error });
      return;
    case 'later':
      log.info('webhook put off', { correlation_id: id, reason: parsed.reason });
      return putOff(record, id, PATIENCE_SECONDS);
    case 'outage':
      log.warn('webhook put off', { correlation_id: id, reason: describeError(parsed.error).message });
      return putOff(record, id, outageWait(parsed.age));
    case 'unexpected': {
      const { name, message } = describeError(parsed.error);
      if (isLast(record)) await recordFailure(id, `${name}: ${message}`, true, ports);
      throw parsed.error;
    }
    case undefined:
      throw new Error(`Webhook ${id} was passed over.`);
  }
}

function outageWait(age: number): number {
  const { least, most } = OUTAGE_SECONDS;
  return Math.round(Math.min(most, Math.max(least, age / 2_000)));
}

/** Waiting is no failure: the same message again later, outside the count that leads to the dead letters. */
async function putOff(record: SQSRecord, id: string, seconds: number): Promise<void> {
  await queue.postpone(record.body, seconds);
  await ports.webhooks.noteWaiting(id, Date.now());
}

/**
 * Each failure makes the next try wait longer, until after the last the message joins the dead letters at once.
 * Where that cannot be asked for, the queue's own timeout holds.
 */
async function backOff(record: SQSRecord): Promise<void> {
  const seconds = isLast(record) ? 0 : FIRST_RETRY_SECONDS * 4 ** (receivesOf(record) - 1);
  await queue
    .holdBack(record.receiptHandle, Math.min(seconds, LONGEST_RETRY_SECONDS))
    .catch((error: unknown) => {
      log.warn('message not held back', { message: record.messageId, error: describeError(error) });
    });
}

function receivesOf(record: SQSRecord): number {
  return Number(record.attributes.ApproximateReceiveCount);
}

function isLast(record: SQSRecord): boolean {
  return receivesOf(record) >= Number(env.PARSE_MAX_RECEIVES);
}
