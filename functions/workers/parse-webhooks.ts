import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { customerEvents } from '../../lib/customer/handle-customer-events';
import { openTable } from '../../lib/dynamo/client';
import { webhookStore } from '../../lib/dynamo/webhook-store';
import { StripeDeniedError, StripeUnavailableError } from '../../lib/operation/errors';
import { describeError } from '../../lib/runtime/describe-error';
import { readEnvironment } from '../../lib/runtime/environment';
import { logger } from '../../lib/runtime/logger';
import { payloadStore } from '../../lib/s3/payload-store';
import { workQueue } from '../../lib/sqs/work-queue';
import { type Parsed, parseWebhooks, recordFailure } from '../../lib/webhook/parse-webhooks';
import { customerPorts } from '../composition/customer-ports';
import { environments } from '../environments';

const env = readEnvironment(environments['parse-webhooks']);
const log = logger('parse-webhooks');
const queue = workQueue(env.PARSE_QUEUE_URL);
const table = openTable(env.TABLE_NAME);
const customers = customerEvents(customerPorts(table, env.STRIPE_SECRET_ARN));
const ports = {
  webhooks: webhookStore(table, payloadStore(env.PAYLOAD_BUCKET)),
  handlers: { customer: customers, 'customer.source': customers, payment_method: customers },
  now: Date.now,
};

const PATIENCE_SECONDS = 20;
const OUTAGE_SECONDS = 300;

/** Handles webhooks; each message is the id of one, as the rule takes it from `webhook_pre_parse`. */
export const handler = async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const messages = event.Records.map((record) => ({ record, id: String(JSON.parse(record.body)) }));
  const results = await parseWebhooks(
    messages.map(({ id }) => id),
    ports,
  );
  const failed: string[] = [];
  for (const { record, id } of messages) {
    if (!(await isOver(record, id, results.get(id)))) failed.push(record.messageId);
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
};

/** Whether the message may go; false leaves it to the queue's retries and, in the end, its dead letters. */
async function isOver(record: SQSRecord, id: string, parsed: Parsed | undefined): Promise<boolean> {
  switch (parsed?.outcome) {
    case 'done':
      log.info('webhook parsed', { id });
      return true;
    case 'noted':
      log.info('webhook noted', { id, note: parsed.note });
      return true;
    case 'failed':
      log.warn('webhook cannot be parsed', { id, error: parsed.error });
      return true;
    case 'later':
      log.info('webhook put off', { id, reason: parsed.reason });
      await queue.postpone(record.body, PATIENCE_SECONDS);
      return true;
    case 'unexpected':
      return failedUnexpectedly(record, id, parsed.error);
    case undefined:
      return false;
  }
}

async function failedUnexpectedly(record: SQSRecord, id: string, error: unknown): Promise<boolean> {
  const description = describeError(error);
  log.error('webhook parsing failed', { id, error: description });
  // An outage is nobody's poison: the message waits outside the count that leads to the dead letters.
  if (error instanceof StripeUnavailableError || error instanceof StripeDeniedError) {
    await queue.postpone(record.body, OUTAGE_SECONDS);
    return true;
  }
  if (Number(record.attributes.ApproximateReceiveCount) >= Number(env.PARSE_MAX_RECEIVES)) {
    await recordFailure(id, `${description.name}: ${description.message}`, ports);
  }
  return false;
}
