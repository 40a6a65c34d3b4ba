import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acceptFinding } from './accept-finding';

/** How long EventBridge tries to deliver before it gives up: a day, as often as it can. */
export const PATIENT_DELIVERY = { retryAttempts: 185, maxEventAge: Duration.hours(24) };

/** Lets a bus or a rule put there what it could not deliver, and no other one. */
export function letSend(queue: Queue, sid: string, sourceArn: string): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      sid,
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': sourceArn } },
    }),
  );
}

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
