import { Construct } from 'constructs';
import { environmentOf, type Foundation } from './foundation';
import { operatorFunction } from './operator-function';

/** Payments and what is given back of them. */
export class Charges extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { api, functions, records, secret } = foundation;
    const description = 'records, charges and refunds payments';
    operatorFunction('operate-charges', description, foundation, 'gsi2', 'gsi4', 'gsi7', 'gsi8')
      // The owner's customers.
      .allow(['dynamodb:Query'], records.arn)
      .allow(['secretsmanager:GetSecretValue'], secret.arn);

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
