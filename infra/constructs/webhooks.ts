import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { type Foundation, variablesOf } from './foundation';

/** Receives what Stripe delivers, and shows it to operators. */
export class Webhooks extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { api, functions, payloads, records, secret } = foundation;
    const { TABLE_NAME, PAYLOAD_BUCKET, STRIPE_SECRET_ARN, LIVEMODE } = variablesOf(foundation);

    const receive = functions
      .make('receive-webhook', {
        description: 'stores what Stripe delivers',
        environment: { TABLE_NAME, PAYLOAD_BUCKET, STRIPE_SECRET_ARN, LIVEMODE },
      })
      .allow(['dynamodb:PutItem'], records.arn)
      .allow(['secretsmanager:GetSecretValue'], secret.arn)
      .allow(['s3:PutObject'], payloads.webhooksArn);
    api.open('/aa-stripe/webhooks', [HttpMethod.POST], receive);

    const list = functions
      .make('list-webhooks', { description: 'lists webhooks, newest first', environment: { TABLE_NAME } })
      .allow(['dynamodb:BatchGetItem'], records.arn)
      .allow(
        ['dynamodb:Query'],
        records.indexArn('gsi3'),
        records.indexArn('gsi4'),
        records.indexArn('gsi5'),
      );
    api.forOperators('/aa-stripe/webhooks', [HttpMethod.GET], list);

    const get = functions
      .make('get-webhook', {
        description: 'shows a webhook with its event',
        environment: { TABLE_NAME, PAYLOAD_BUCKET },
      })
      .allow(['dynamodb:GetItem'], records.arn)
      .allow(['s3:GetObject'], payloads.webhooksArn);
    api.forOperators('/aa-stripe/webhooks/{id}', [HttpMethod.GET], get);
  }
}
