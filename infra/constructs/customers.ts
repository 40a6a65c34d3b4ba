import { Construct } from 'constructs';
import { environmentOf, type Foundation } from './foundation';
import { operatorFunction, READ_AND_WRITE } from './operator-function';

/** Customers and their cards: for the users they belong to, and for operators. */
export class Customers extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { api, functions, records, secret } = foundation;

    const create = functions
      .make('create-customer', {
        description: 'makes a Stripe customer from a card token',
        environment: environmentOf('create-customer', foundation),
      })
      // A customer that Stripe refuses leaves no record.
      .allow([...READ_AND_WRITE, 'dynamodb:DeleteItem'], records.arn)
      .allow(['secretsmanager:GetSecretValue'], secret.arn);
    api.serve('create-customer', create);

    const get = functions
      .make('get-customer', {
        description: "shows a caller's own customer",
        environment: environmentOf('get-customer', foundation),
      })
      .allow(['dynamodb:Query'], records.arn);
    api.serve('get-customer', get);

    const update = functions
      .make('update-customer', {
        description: 'adds a card and makes it the default',
        environment: environmentOf('update-customer', foundation),
      })
      .allow(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'], records.arn)
      .allow(['secretsmanager:GetSecretValue'], secret.arn);
    api.serve('update-customer', update);

    const description = 'lists, shows and changes customers for operators';
    operatorFunction('operate-customers', description, foundation, 'gsi1', 'gsi2', 'gsi4', 'gsi7').allow(
      ['secretsmanager:GetSecretValue'],
      secret.arn,
    );
  }
}
