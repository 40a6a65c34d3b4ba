import { AaStripeStack } from '../../../infra/aa-stripe-stack';
import { newApp } from '../../../infra/config/load-config';

/** The product as it is deployed, but for Stripe's rate: with that as it is, a run would only wait for it. */
const app = newApp();
new AaStripeStack(app, 'aa-stripe-dev', {
  payments: { stripeRequestsPerSecond: 1_000, stripeEndpointRequestsPerSecond: 1_000 },
});
app.synth();
