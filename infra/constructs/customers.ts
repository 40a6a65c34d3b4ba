import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { type Foundation, variablesOf } from './foundation';

/** Customers and their cards, for the users they belong to. */
export class Customers extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { api, functions, records, secret } = foundation;
    const { TABLE_NAME, STRIPE_SECRET_ARN, LIVEMODE, OWNER_CLAIM } = variablesOf(foundation);
    const one = '/aa-stripe/customers/{stripe_customer_id}';

    const create = functions
      .make('create-customer', {
        description: 'makes a Stripe customer from a card token',
        environment: { TABLE_NAME, STRIPE_SECRET_ARN, LIVEMODE, OWNER_CLAIM },
      })
      .allow(
        ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
        records.arn,
      )
      .allow(['secretsmanager:GetSecretValue'], secret.arn);
    api.forUsers('/aa-stripe/customers', [HttpMethod.POST], create);

    const get = functions
      .make('get-customer', {
        description: "shows a caller's own customer",
        environment: { TABLE_NAME, OWNER_CLAIM },
      })
      .allow(['dynamodb:Query'], records.arn);
    api.forUsers(one, [HttpMethod.GET], get);

    const update = functions
      .make('update-customer', {
        description: 'adds a card and makes it the default',
        environment: { TABLE_NAME, STRIPE_SECRET_ARN, OWNER_CLAIM },
      })
      .allow(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'], records.arn)
      .allow(['secretsmanager:GetSecretValue'], secret.arn);
    api.forUsers(one, [HttpMethod.PATCH, HttpMethod.PUT], update);
  }
}
