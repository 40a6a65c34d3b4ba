import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Encryption } from './encryption';

export interface LogSettings {
  retention: RetentionDays;
  encryption: Encryption;
}

/** A log group as all of ours are: encrypted, and forgotten after the configured time. */
export function sealedLogGroup(
  scope: Construct,
  id: string,
  { retention, encryption }: LogSettings,
): LogGroup {
  return new LogGroup(scope, id, {
    retention,
    removalPolicy: RemovalPolicy.DESTROY,
    ...(encryption.key && { encryptionKey: encryption.key }),
  });
}
