import { Construct } from 'constructs';
import { environmentOf, type Foundation } from './foundation';
import { operatorFunction } from './operator-function';

/** Receives what Stripe delivers, and shows it to operators. */
export class Webhooks extends Construct {
  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { api, functions, payloads, records, secret } = foundation;

    const receive = functions
      .make('receive-webhook', {
        description: 'stores what Stripe delivers',
        environment: environmentOf('receive-webhook', foundation),
      })
      .allow(['dynamodb:PutItem'], records.arn)
      .allow(['secretsmanager:GetSecretValue'], secret.arn)
      .allow(['s3:PutObject'], payloads.objectsArn('webhooks/'));
    api.serve('receive-webhook', receive);

    const description = 'lists, shows and replays webhooks';
    operatorFunction('operate-webhooks', description, foundation, 'gsi3', 'gsi4', 'gsi5').allow(
      ['s3:GetObject'],
      payloads.objectsArn('webhooks/'),
    );
  }
}
