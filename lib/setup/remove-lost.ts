import { type At, toRun } from '../command/to-run';
import type { SetupPorts, StripeEndpoints, WebhookEndpoint } from './ports';
import { knows } from './secret-content';
import { isProvisional } from './sort-endpoints';

/** Endpoints whose secret nobody knows refuse all that they bring; what they had to bring is found by reconciliation. */
export async function removeLost(
  lost: WebhookEndpoint[],
  {
    dryRun,
    at,
    stripe,
    ports,
  }: { dryRun: boolean; at: At; stripe: StripeEndpoints; ports: Pick<SetupPorts, 'secret' | 'tell'> },
): Promise<void> {
  for (const endpoint of lost) {
    // Another setup may have stored it a moment ago.
    if (knows(await ports.secret.read(), endpoint.id)) continue;
    if (!dryRun) await stripe.remove(endpoint.id);
    ports.tell(`${endpoint.id}: deleted at Stripe, since its signing secret is not in the secret`);
    if (!isProvisional(endpoint))
      ports.tell(`Next: "${toRun(at, 'command', 'reconcile-webhooks')}" feeds in what it could not bring`);
  }
}
