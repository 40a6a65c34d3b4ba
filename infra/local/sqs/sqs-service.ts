import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { AwsError } from '../aws-endpoint/aws-error';
import type { AwsService } from '../aws-endpoint/aws-service';
import { jsonService, readInput } from '../aws-endpoint/json-service';
import type { Message, Queue } from './queue';

const attributes = v.optional(
  v.record(
    v.string(),
    v.object({
      DataType: v.string(),
      StringValue: v.optional(v.string()),
      BinaryValue: v.optional(v.string()),
    }),
  ),
);
const outgoing = {
  MessageBody: v.string(),
  DelaySeconds: v.optional(v.number()),
  MessageAttributes: attributes,
};
const QueueUrl = v.string();
const sendInput = v.strictObject({ QueueUrl, ...outgoing });
const sendBatchInput = v.strictObject({
  QueueUrl,
  Entries: v.array(v.strictObject({ Id: v.string(), ...outgoing })),
});
const receiveInput = v.object({
  QueueUrl,
  MaxNumberOfMessages: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(10)), 1),
  VisibilityTimeout: v.optional(v.number()),
  WaitTimeSeconds: v.optional(v.number()),
});
const deleteInput = v.strictObject({ QueueUrl, ReceiptHandle: v.string() });
const deleteBatchInput = v.strictObject({
  QueueUrl,
  Entries: v.array(v.strictObject({ Id: v.string(), ReceiptHandle: v.string() })),
});
const visibilityInput = v.strictObject({
  QueueUrl,
  ReceiptHandle: v.string(),
  VisibilityTimeout: v.number(),
});
const queueInput = v.object({ QueueUrl });

/** SQS as its SDK speaks it. A queue is found by the last part of its URL. */
export function sqsService(queues: ReadonlyMap<string, Queue>): AwsService {
  const find = (name: string): Queue => {
    const queue = [...queues.values()].find((each) => each.name === name);
    if (queue) return queue;
    throw new AwsError('AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.');
  };
  const operation =
    <Schema extends v.GenericSchema<unknown, { QueueUrl: string }>>(
      action: string,
      schema: Schema,
      run: (queue: Queue, input: v.InferOutput<Schema>) => unknown,
    ) =>
    (raw: unknown) => {
      const input = readInput(schema, raw);
      const queue = find(input.QueueUrl.split('/').at(-1) ?? '');
      return {
        permissions: [{ action: `sqs:${action}`, resource: queue.arn }],
        run: () => run(queue, input),
      };
    };
  return jsonService('sqs', {
    SendMessage: operation('SendMessage', sendInput, (queue, input) => {
      requireSize(queue, [input.MessageBody]);
      return sent(queue.send(input.MessageBody, input.MessageAttributes, input.DelaySeconds));
    }),
    SendMessageBatch: operation('SendMessage', sendBatchInput, (queue, { Entries }) => {
      requireBatch(Entries);
      requireSize(
        queue,
        Entries.map((entry) => entry.MessageBody),
      );
      const Successful = Entries.map((entry) => ({
        Id: entry.Id,
        ...sent(queue.send(entry.MessageBody, entry.MessageAttributes, entry.DelaySeconds)),
      }));
      return { Successful, Failed: [] };
    }),
    ReceiveMessage: operation('ReceiveMessage', receiveInput, async (queue, input) => {
      const wait = input.WaitTimeSeconds ?? queue.properties.ReceiveMessageWaitTimeSeconds;
      const deadline = Date.now() + wait * 1000;
      let messages = queue.receive(input.MaxNumberOfMessages, input.VisibilityTimeout);
      while (messages.length === 0 && Date.now() < deadline) {
        await sleep(50);
        messages = queue.receive(input.MaxNumberOfMessages, input.VisibilityTimeout);
      }
      return { Messages: messages.map(received) };
    }),
    DeleteMessage: operation('DeleteMessage', deleteInput, (queue, input) =>
      queue.delete(input.ReceiptHandle),
    ),
    DeleteMessageBatch: operation('DeleteMessage', deleteBatchInput, (queue, { Entries }) => {
      requireBatch(Entries);
      for (const entry of Entries) queue.delete(entry.ReceiptHandle);
      return { Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] };
    }),
    ChangeMessageVisibility: operation('ChangeMessageVisibility', visibilityInput, (queue, input) => {
      if (queue.changeVisibility(input.ReceiptHandle, input.VisibilityTimeout)) return {};
      throw new AwsError('ReceiptHandleIsInvalid', 'The receipt handle is not that of a message in flight.');
    }),
    GetQueueAttributes: operation('GetQueueAttributes', queueInput, attributesOf),
    GetQueueUrl: (raw) => {
      const queue = find(readInput(v.object({ QueueName: v.string() }), raw).QueueName);
      const permissions = [{ action: 'sqs:GetQueueUrl', resource: queue.arn }];
      return { permissions, run: () => ({ QueueUrl: queue.url }) };
    },
  });
}

function requireBatch(entries: unknown[]): void {
  if (entries.length === 0)
    throw new AwsError('AWS.SimpleQueueService.EmptyBatchRequest', 'The batch is empty.');
  if (entries.length <= 10) return;
  throw new AwsError('AWS.SimpleQueueService.TooManyEntriesInBatchRequest', 'At most 10 entries in a batch.');
}

function requireSize(queue: Queue, bodies: string[]): void {
  const size = bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0);
  const limit = queue.properties.MaximumMessageSize;
  if (size <= limit) return;
  throw new AwsError('InvalidParameterValue', `One or more parameters are invalid: at most ${limit} bytes.`);
}

const sent = (message: Message) => ({ MessageId: message.messageId, MD5OfMessageBody: message.md5 });

const received = (message: Message) => ({
  MessageId: message.messageId,
  ReceiptHandle: message.receiptHandle,
  Body: message.body,
  MD5OfBody: message.md5,
  Attributes: systemAttributes(message),
  MessageAttributes: message.attributes,
});

/** What SQS itself says about a message. */
export function systemAttributes(message: Message): Record<string, string> {
  return {
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? ''),
    SentTimestamp: String(message.sentAt),
    SenderId: 'local',
  };
}

function attributesOf(queue: Queue) {
  const now = Date.now();
  const visible = queue.messages.filter((message) => message.visibleAt <= now).length;
  return {
    Attributes: {
      QueueArn: queue.arn,
      ApproximateNumberOfMessages: String(visible),
      ApproximateNumberOfMessagesNotVisible: String(queue.messages.length - visible),
      VisibilityTimeout: String(queue.properties.VisibilityTimeout),
      MessageRetentionPeriod: String(queue.properties.MessageRetentionPeriod),
    },
  };
}
