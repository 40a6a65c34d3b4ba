import { setTimeout as sleep } from 'node:timers/promises';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { openTable } from '../../lib/dynamo/client';
import { hasWebhook } from '../../lib/dynamo/webhook-store';
import { secretEditor } from '../../lib/secrets-manager/secret-editor';
import type { SetupPorts } from '../../lib/setup/ports';
import { stripeClient, UNPACED } from '../../lib/stripe/client';
import { stripeEndpoints } from '../../lib/stripe/stripe-endpoints';
import { stripeEvents } from '../../lib/stripe/stripe-events';
import { askSecret } from './ask-secret';
import type { StackTarget } from './stack-outputs';

/** A function reads the secret anew for a signature that fits none, but not within ten seconds of the last time. */
const SETTLE_MS = 11_000;

/** Setup's ports on a stack's own secret and table, and on Stripe. */
export function setupPorts(target: StackTarget, tell: (line: string) => void): SetupPorts {
  const { client, outputs, stripeBase, isLocal } = target;
  const table = openTable(outputs.TableName, client);
  const open = (apiKey: string) => stripeClient(apiKey, UNPACED, stripeBase);
  return {
    stripe: (apiKey) => stripeEndpoints(open(apiKey)),
    secret: secretEditor(new SecretsManagerClient(client), outputs.StripeSecretArn),
    askApiKey: () =>
      askSecret(
        'Stripe API key (not shown): ',
        'Give the API key in STRIPE_API_KEY: there is no terminal to ask at.',
      ),
    undelivered: (apiKey, ...which) =>
      stripeEvents(async () => open(apiKey), outputs.WebhookUrl).undelivered(...which),
    isStored: (id) => hasWebhook(table, id),
    // The local Stripe delivers again within a second.
    settle: async () => {
      if (!isLocal) await sleep(SETTLE_MS);
    },
    now: Date.now,
    tell,
  };
}
