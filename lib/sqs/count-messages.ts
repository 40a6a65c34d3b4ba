import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';

const NAMES = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** How many messages a queue holds, those being worked on and put off included, as far as SQS knows. */
export async function countMessages(
  queueUrl: string,
  client: Pick<SQSClient, 'send'> = new SQSClient({}),
): Promise<number> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...NAMES] }),
  );
  return NAMES.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
}
