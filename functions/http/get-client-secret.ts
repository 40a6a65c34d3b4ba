import { openTable } from '../../lib/dynamo/client';
import { readEnvironment } from '../../lib/runtime/environment';
import { answer, detail, notFound } from '../../lib/runtime/http/answer';
import { pathId } from '../../lib/runtime/http/path-id';
import { serveRoutes } from '../../lib/runtime/http/serve-routes';
import { logger } from '../../lib/runtime/logger';
import { chargePorts } from '../composition/charge-ports';
import { serving } from '../composition/serving';
import { stripeAccess } from '../composition/stripe-access';
import { environments } from '../environments';
import { clientSecretSpecs } from './specs/charges';
import { unlessStripeIsOut } from './stripe-out';

const log = logger('get-client-secret');
const env = readEnvironment(environments['get-client-secret']);
const table = openTable(env.TABLE_NAME);
const { charges, payments } = chargePorts(table, stripeAccess(table, env));

/** `GET /aa-stripe/charges/{id}/client-secret`: for Stripe.js to let the payer authenticate. Never stored or logged. */
export const handler = serveRoutes(log, clientSecretSpecs, serving(table, env.OWNER_CLAIM), {
  'GET /aa-stripe/charges/{id}/client-secret': ({ event, caller }) =>
    unlessStripeIsOut(log, async () => {
      const charge = await charges.find(pathId(event, 'id'));
      if (!charge || charge.owner !== caller) return notFound;
      const { state, stripe_payment_intent_id: intentId } = charge;
      if (state !== 'action_required' || intentId === null) {
        return detail(409, `This charge needs no action of the payer (state: ${state}).`);
      }
      const secret = await payments.clientSecret(intentId);
      return secret === null
        ? detail(409, 'Stripe has no payment to authenticate for this charge.')
        : answer(200, { client_secret: secret });
    }),
});
