import { Construct } from 'constructs';
import type { Foundation } from './foundation';
import { operatorFunction } from './operator-function';

/** What subscribers pay, and how often. */
export class Plans extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    operatorFunction('operate-plans', 'records plans and makes them at Stripe', foundation, 'gsi4').allow(
      ['secretsmanager:GetSecretValue'],
      foundation.secret.arn,
    );
  }
}
