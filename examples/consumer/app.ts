import { join } from 'node:path';
import { AaStripeStack } from '../../infra/aa-stripe-stack';
import { bundle } from '../../infra/bundle';
import { loadConfig, newApp } from '../../infra/config/load-config';
import { ConsumerStack } from './consumer-stack';

/** The product and a consumer of its signals: `npm run example` runs both on this machine. */
const build = join(process.cwd(), '.build');
const app = newApp();
const config = loadConfig(app);
const payments = new AaStripeStack(app, `aa-stripe-${config.stage}`, {
  config,
  bundleDir: join(build, 'functions'),
});
bundle({ 'print-signal': 'examples/consumer/print-signal.ts' }, join(build, 'example'));
new ConsumerStack(app, 'example-consumer', {
  busArn: payments.bus.eventBusArn,
  bundle: join(build, 'example', 'print-signal'),
});
app.synth();
