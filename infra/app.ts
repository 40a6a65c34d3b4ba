import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { AaStripeStack } from './aa-stripe-stack';
import { parseConfig } from './config/config';

const app = new App();
const config = parseConfig(app.node.tryGetContext('aaStripe') ?? {});
new AaStripeStack(app, `aa-stripe-${config.stage}`, {
  config,
  bundleDir: join(process.cwd(), '.build', 'functions'),
  description: `Stripe payments, stage ${config.stage}`,
});
app.synth();
