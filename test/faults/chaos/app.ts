import { AaStripeStack } from '../../../infra/aa-stripe-stack';
import { newApp } from '../../../infra/config/load-config';
import { EVERY_OPTION } from '../../fixtures/every-option';

/** The product with all that it can be deployed with, but for names of its own, by which nothing is reached here. */
const { customDomain: _, edge: __, ...options } = EVERY_OPTION;
const app = newApp();
new AaStripeStack(app, 'aa-stripe-dev', {
  payments: {
    ...options,
    stage: 'dev',
    livemode: false,
    mailDomain: 'localhost',
    // With Stripe's rate as it is, a run would only wait for it.
    stripeRequestsPerSecond: 1_000,
    stripeEndpointRequestsPerSecond: 1_000,
  },
});
app.synth();
