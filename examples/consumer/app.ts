import { join } from 'node:path';
import { AaStripeStack } from '../../infra/aa-stripe-stack';
import { bundle } from '../../infra/bundle';
import { bundleFunctions } from '../../infra/bundle-functions';
import { loadConfig, newApp } from '../../infra/config/load-config';
import { ConsumerStack } from './consumer-stack';

/** The product and a consumer of its signals: `npm run example` runs both on this machine. */
const app = newApp();
const config = loadConfig(app);
const bundleDir = join(app.outdir, 'bundles');
bundleFunctions(bundleDir);
const payments = new AaStripeStack(app, `aa-stripe-${config.stage}`, {
  config,
  bundleDir,
});
const example = join(app.outdir, 'example-bundles');
bundle({ 'print-signal': 'examples/consumer/print-signal.ts' }, example);
new ConsumerStack(app, 'example-consumer', {
  busArn: payments.bus.eventBusArn,
  bundle: join(example, 'print-signal'),
});
app.synth();
