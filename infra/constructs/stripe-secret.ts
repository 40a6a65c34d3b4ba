import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acceptFinding } from './accept-finding';
import type { Encryption } from './encryption';

/**
 * The one secret: `{"apiKey": "sk_…", "webhookSecrets": ["whsec_…"]}`. It is made without a value, which
 * never passes through a template; `npm run setup` puts it in (docs/setup.md).
 */
export class StripeSecret extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { key }: Encryption) {
    super(scope, id);
    const secret = new CfnSecret(this, 'Secret', {
      description: 'JSON: apiKey and webhookSecrets of the Stripe account',
      ...(key && { kmsKeyId: key.keyArn }),
    });
    secret.applyRemovalPolicy(RemovalPolicy.DESTROY);
    acceptFinding(this, {
      'AwsSolutions-SMG4':
        'No function can make a new key of Stripe: people do, and `npm run setup` puts it in while the old one holds.',
    });
    this.arn = secret.ref;
  }
}
