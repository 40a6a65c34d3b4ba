import { CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Backlog } from '../../lib/status/readings';
import type { StackTarget } from './stack-outputs';

/** Where Lambda puts what of a stream it has given up. */
const STREAM_FAILURES = 'aws/lambda/';

/** How many messages a queue holds, those being worked on and put off included. */
export async function countMessages({ client }: StackTarget, queueUrl: string): Promise<number> {
  const names = [
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesNotVisible',
    'ApproximateNumberOfMessagesDelayed',
  ] as const;
  const { Attributes = {} } = await new SQSClient(client).send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...names] }),
  );
  return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
}

export async function countStreamFailures({ client, outputs, isLocal }: StackTarget): Promise<Backlog> {
  const s3 = new S3Client({ ...client, forcePathStyle: isLocal });
  const { Contents = [], IsTruncated = false } = await s3.send(
    new ListObjectsV2Command({ Bucket: outputs.PayloadBucket, Prefix: STREAM_FAILURES }),
  );
  return { count: Contents.length, isMore: IsTruncated, oldest: null };
}

/** The stack's alarms that are on. CloudFormation names them `<stack>-<logical id>-<random>`. */
export async function alarmsOn({ client, stack, isLocal }: StackTarget): Promise<string[] | null> {
  if (isLocal) return null;
  const pages = paginateDescribeAlarms(
    { client: new CloudWatchClient(client) },
    { AlarmNamePrefix: `${stack}-`, StateValue: 'ALARM' },
  );
  const names: string[] = [];
  for await (const { MetricAlarms = [] } of pages)
    names.push(...MetricAlarms.map(({ AlarmName = '' }) => AlarmName));
  return names.filter((name) => isOf(stack, name));
}

/** `aa-stripe-prod-2-…` begins with `aa-stripe-prod-` as well, and is another stack's. */
export function isOf(stack: string, alarm: string): boolean {
  return /^[A-Za-z0-9]+-[A-Z0-9]+$/.test(alarm.slice(stack.length + 1));
}
