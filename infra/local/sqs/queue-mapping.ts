import { setTimeout as sleep } from 'node:timers/promises';
import { batchFailures } from '../lambda/batch-failures';
import type { LambdaFunction } from '../lambda/function-schema';
import type { Invoker } from '../lambda/invoker';
import type { Mapping } from '../lambda/mapping-schema';
import type { Message, Queue } from './queue';
import { systemAttributes } from './sqs-service';

const pollMs = 50;

/** Feeds a queue's messages to a function until `signal` is aborted. What fails becomes visible again by its timeout. */
export async function runQueueMapping(
  mapping: Mapping,
  queue: Queue,
  fn: LambdaFunction,
  invoker: Invoker,
  signal: AbortSignal,
): Promise<void> {
  const limit = mapping.ScalingConfig?.MaximumConcurrency ?? Number.POSITIVE_INFINITY;
  let running = 0;
  while (!signal.aborted) {
    const batch = running < limit ? await collect(mapping, queue, signal) : [];
    if (batch.length === 0) {
      await sleep(pollMs);
      continue;
    }
    running += 1;
    void process(mapping, queue, fn, invoker, batch).finally(() => {
      running -= 1;
    });
  }
}

/** A batch: what is there, and what comes within the window once there is something. */
async function collect(mapping: Mapping, queue: Queue, signal: AbortSignal): Promise<Message[]> {
  const size = mapping.BatchSize ?? 10;
  const batch = queue.receive(size);
  const deadline = Date.now() + mapping.MaximumBatchingWindowInSeconds * 1000;
  while (batch.length > 0 && batch.length < size && Date.now() < deadline && !signal.aborted) {
    await sleep(pollMs);
    batch.push(...queue.receive(size - batch.length));
  }
  return batch;
}

async function process(
  mapping: Mapping,
  queue: Queue,
  fn: LambdaFunction,
  invoker: Invoker,
  batch: Message[],
) {
  const outcome = await invoker.invoke(
    fn,
    JSON.stringify({ Records: batch.map((each) => record(each, queue)) }),
  );
  const identifiers = batch.map((message) => message.messageId);
  const failed = batchFailures(outcome, identifiers, mapping.FunctionResponseTypes.length > 0);
  if (failed === 'all') return;
  for (const message of batch) if (!failed.has(message.messageId)) queue.delete(message.receiptHandle);
}

const record = (message: Message, queue: Queue) => ({
  messageId: message.messageId,
  receiptHandle: message.receiptHandle,
  body: message.body,
  attributes: systemAttributes(message),
  messageAttributes: Object.fromEntries(
    Object.entries(message.attributes).map(([name, each]) => [
      name,
      {
        dataType: each.DataType,
        stringValue: each.StringValue,
        binaryValue: each.BinaryValue,
        stringListValues: [],
        binaryListValues: [],
      },
    ]),
  ),
  md5OfBody: message.md5,
  eventSource: 'aws:sqs',
  eventSourceARN: queue.arn,
  awsRegion: queue.arn.split(':')[3],
});
