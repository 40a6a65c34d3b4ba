import { Construct } from 'constructs';
import { environmentOf, type Foundation } from './foundation';

/** What owners pay for again and again. */
export class Subscriptions extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { api, functions, records, secret } = foundation;

    const operate = functions
      .make('operate-subscriptions', {
        description: 'records, starts and ends subscriptions',
        environment: environmentOf('operate-subscriptions', foundation),
      })
      .allow(
        [
          'dynamodb:BatchGetItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:UpdateItem',
          'dynamodb:DeleteItem',
          'dynamodb:Query',
        ],
        records.arn,
      )
      .allow(['dynamodb:Query'], ...records.indexArns('gsi2', 'gsi4', 'gsi7'))
      .allow(['secretsmanager:GetSecretValue'], secret.arn);
    api.serve('operate-subscriptions', operate);
  }
}
