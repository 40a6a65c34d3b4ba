import { join } from 'node:path';
import { AaStripeStack } from '../../../infra/aa-stripe-stack';
import { bundleFunctions } from '../../../infra/bundle-functions';
import { parseConfig } from '../../../infra/config/config';
import { newApp } from '../../../infra/config/load-config';

/** The product as it is deployed, but for Stripe's rate: with that as it is, a run would only wait for it. */
const app = newApp();
const bundleDir = join(app.outdir, 'bundles');
bundleFunctions(bundleDir);
const config = parseConfig({ stripeRequestsPerSecond: 1_000, stripeEndpointRequestsPerSecond: 1_000 });
new AaStripeStack(app, `aa-stripe-${config.stage}`, { config, bundleDir });
app.synth();
