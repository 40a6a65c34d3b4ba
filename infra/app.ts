import { join } from 'node:path';
import { AaStripeStack } from './aa-stripe-stack';
import { loadConfig, newApp } from './config/load-config';

const app = newApp();
const config = loadConfig(app);
new AaStripeStack(app, `aa-stripe-${config.stage}`, {
  config,
  bundleDir: join(app.outdir, 'bundles'),
  description: `Stripe payments, stage ${config.stage}`,
});
app.synth();
