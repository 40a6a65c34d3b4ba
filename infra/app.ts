import { AaStripeStack } from './aa-stripe-stack';
import { loadConfigs, newApp } from './config/load-config';

const app = newApp();
for (const config of loadConfigs(app)) {
  new AaStripeStack(app, `aa-stripe-${config.stage}`, {
    payments: config,
    description: `Stripe payments, stage ${config.stage}`,
    // What must not lose its data must not be deleted by one call either.
    terminationProtection: config.keepData,
  });
}
app.synth();
