import { Construct } from 'constructs';
import { environmentOf, type Foundation } from './foundation';

/** What subscribers pay, and how often. */
export class Plans extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { api, functions, records, secret } = foundation;

    const operate = functions
      .make('operate-plans', {
        description: 'records plans and makes them at Stripe',
        environment: environmentOf('operate-plans', foundation),
      })
      .allow(
        ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
        records.arn,
      )
      .allow(['dynamodb:Query'], ...records.indexArns('gsi4'))
      .allow(['secretsmanager:GetSecretValue'], secret.arn);
    api.serve('operate-plans', operate);
  }
}
