import { Construct } from 'constructs';
import { environmentOf, type Foundation } from './foundation';

/** Payments and what is given back of them. */
export class Charges extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { api, functions, records, secret } = foundation;

    const operate = functions
      .make('operate-charges', {
        description: 'records, charges and refunds payments',
        environment: environmentOf('operate-charges', foundation),
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
      .allow(['dynamodb:Query'], ...records.indexArns('gsi2', 'gsi4', 'gsi7', 'gsi8'))
      .allow(['secretsmanager:GetSecretValue'], secret.arn);
    api.serve('operate-charges', operate);

    const clientSecret = functions
      .make('get-client-secret', {
        description: 'lets a payer authenticate a payment',
        environment: environmentOf('get-client-secret', foundation),
      })
      .allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], records.arn)
      .allow(['secretsmanager:GetSecretValue'], secret.arn);
    api.serve('get-client-secret', clientSecret);
  }
}
