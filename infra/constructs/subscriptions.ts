import { Construct } from 'constructs';
import type { Foundation } from './foundation';
import { operatorFunction } from './operator-function';

/** What owners pay for again and again. */
export class Subscriptions extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const description = 'records, starts and ends subscriptions';
    operatorFunction('operate-subscriptions', description, foundation, 'gsi2', 'gsi4', 'gsi7')
      // The owner's customers.
      .allow(['dynamodb:Query'], foundation.records.arn)
      .allow(['secretsmanager:GetSecretValue'], foundation.secret.arn);
  }
}
