import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acceptFinding } from './accept-finding';

/** A queue as all of ours are: encrypted, TLS only, and as patient as SQS can be. */
export function sealedQueue(
  scope: Construct,
  id: string,
  key: IKey | undefined,
  props: QueueProps = {},
): Queue {
  const queue = new Queue(scope, id, {
    ...(key
      ? { encryption: QueueEncryption.KMS, encryptionMasterKey: key }
      : { encryption: QueueEncryption.SQS_MANAGED }),
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    ...props,
  });
  if (!props.deadLetterQueue) {
    const reason = 'It is a dead-letter queue itself, with an alarm.';
    acceptFinding(queue, { 'Serverless-SQSRedrivePolicy': reason, 'AwsSolutions-SQS3': reason });
  }
  return queue;
}
