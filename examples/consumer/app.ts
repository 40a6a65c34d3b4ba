import { join } from 'node:path';
import { AaStripeStack } from '../../infra/aa-stripe-stack';
import { bundle } from '../../infra/bundle';
import { loadConfigs, newApp } from '../../infra/config/load-config';
import { ConsumerStack } from './consumer-stack';

/** The product and a consumer of its signals: `npm run example` runs both on this machine. */
const app = newApp();
const bundles = join(app.outdir, 'example-bundles');
bundle({ 'print-signal': 'examples/consumer/print-signal.ts' }, bundles);
for (const config of loadConfigs(app)) {
  const { payments } = new AaStripeStack(app, `aa-stripe-${config.stage}`, { payments: config });
  new ConsumerStack(app, `example-consumer-${config.stage}`, {
    busArn: payments.outputs.BusArn,
    alarmTopicArn: payments.outputs.AlarmTopicArn,
    bundle: join(bundles, 'print-signal'),
  });
}
app.synth();
