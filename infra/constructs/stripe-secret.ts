import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/**
 * The one secret: `{"apiKey": "sk_…", "webhookSecrets": ["whsec_…"]}`. It is made without a value, which
 * never passes through a template; the README says how to put it in.
 */
export class StripeSecret extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const secret = new CfnSecret(this, 'Secret', {
      description: 'JSON: apiKey and webhookSecrets of the Stripe account',
    });
    secret.applyRemovalPolicy(RemovalPolicy.DESTROY);
    this.arn = secret.ref;
  }
}
