import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as v from 'valibot';
import { FANS_OUT } from '../../lib/command/command';
import { workPart } from '../../lib/command/work-part';
import { openTable } from '../../lib/dynamo/client';
import { partStore } from '../../lib/dynamo/part-store';
import { describeError } from '../../lib/runtime/describe-error';
import { readEnvironment } from '../../lib/runtime/environment';
import { logger } from '../../lib/runtime/logger';
import { countMetrics } from '../../lib/runtime/metrics';
import { workQueue } from '../../lib/sqs/work-queue';
import { stripeAccess } from '../composition/stripe-access';
import { workerWorks } from '../composition/worker-works';
import { environments } from '../environments';

const env = readEnvironment(environments['work-commands']);
const log = logger('work-commands');
const count = countMetrics('workers', env.STAGE);
const queue = workQueue(env.WORK_QUEUE_URL);
const table = openTable(env.TABLE_NAME);
const parts = partStore(table);
const works = workerWorks(table, stripeAccess(table, env, 'batch'), env);

/** Time kept back for the records under way and what is written of them. */
const RESERVE_MS = 60_000;
/** What broke off, mostly because the table could not be reached, is tried again after a minute. */
const RETRY_SECONDS = 60;

const Body = v.object({
  command: v.picklist(FANS_OUT),
  run: v.string(),
  id: v.string(),
  records: v.array(v.object({ id: v.string(), position: v.string(), pk: v.string(), sk: v.string() })),
});

/** Does parts of large runs. A record that fails is counted, not tried again: only what could not be written is. */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
  for (const record of event.Records) {
    const again = await one(record, context).catch((error: unknown) => {
      log.error('part failed', { message: record.messageId, error: describeError(error) });
      return RETRY_SECONDS;
    });
    if (again === null) continue;
    batchItemFailures.push({ itemIdentifier: record.messageId });
    await holdBack(record, again);
  }
  return { batchItemFailures };
};

/** @returns after how many seconds the message is to be given again; null if it is done with */
async function one({ body }: SQSRecord, context: Context): Promise<number | null> {
  const part = v.parse(Body, JSON.parse(body));
  const { command, run: correlation_id, id } = part;
  const deadline = Date.now() + context.getRemainingTimeInMillis() - RESERVE_MS;
  const work = await works[command]({ dryRun: false, limit: null, olderThan: null, deadline });
  const worked = await workPart(part, work, {
    ...{ parts, deadline, now: Date.now },
    describe: (error) => describeError(error).message,
  });
  switch (worked.outcome) {
    case 'done': {
      const { processed, changed, skipped, failed } = worked.summary;
      log.info('part done', { correlation_id, command, part: id, processed, changed, skipped, failed });
      // Each record's error is kept with its part. A message that failed for them would be given again for nothing.
      if (failed > 0) count({ RecordsFailed: failed });
      return null;
    }
    case 'cut':
      log.warn('part cut short', { correlation_id, command, part: id, left: worked.left });
      return 0;
    case 'passed-over':
      if (worked.failed > 0) count({ RecordsFailed: worked.failed });
      log.info('part passed over', { correlation_id, command, part: id });
      return null;
  }
}

async function holdBack({ receiptHandle, messageId }: SQSRecord, seconds: number): Promise<void> {
  // Where that cannot be asked for, the queue's own timeout holds.
  await queue.holdBack(receiptHandle, seconds).catch((error: unknown) => {
    log.warn('message not held back', { message: messageId, error: describeError(error) });
  });
}
