import { join } from 'node:path';
import { AaStripeStack } from './aa-stripe-stack';
import { bundleFunctions } from './bundle-functions';
import { loadConfig, newApp } from './config/load-config';

const app = newApp();
const config = loadConfig(app);
const bundleDir = join(app.outdir, 'bundles');
bundleFunctions(bundleDir);
new AaStripeStack(app, `aa-stripe-${config.stage}`, {
  config,
  bundleDir,
  description: `Stripe payments, stage ${config.stage}`,
});
app.synth();
