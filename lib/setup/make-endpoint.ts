import { type At, toRun } from '../command/to-run';
import type { Place, SetupPorts, StripeEndpoints, WebhookEndpoint } from './ports';
import { withEndpoint } from './secret-content';
import { PROVISIONAL } from './sort-endpoints';

/**
 * Makes an endpoint and stores its secret. It is subscribed to nothing that matters until then, and until every
 * function would read the secret anew for a signature that it does not know: so none of its deliveries is refused.
 */
export async function makeEndpoint(
  { stack, webhookUrl }: Place,
  since: number | null,
  stripe: StripeEndpoints,
  { secret, settle, tell }: Pick<SetupPorts, 'secret' | 'settle' | 'tell'>,
): Promise<WebhookEndpoint> {
  const made = await stripe.create({ url: webhookUrl, events: PROVISIONAL, stack, since });
  const { id } = made.endpoint;
  tell(`${id}: made at Stripe, for ${webhookUrl}`);
  await secret.change((content) => withEndpoint(content, id, made.secret));
  tell(`${id}: its signing secret is in the secret`);
  await settle();
  return made.endpoint;
}

/** Subscribes an endpoint to what it should be, and enables it. */
export async function subscribe(
  endpoint: WebhookEndpoint,
  events: string[],
  {
    dryRun,
    at,
    stripe,
    ports,
  }: { dryRun: boolean; at: At; stripe: StripeEndpoints; ports: Pick<SetupPorts, 'now' | 'tell'> },
): Promise<void> {
  const { id, isEnabled } = endpoint;
  const missing = events.filter((type) => !endpoint.events.includes(type));
  const isSubscribed = missing.length === 0 && endpoint.events.length === events.length;
  const what = eventsInWords(events);
  if (isSubscribed && isEnabled && endpoint.active !== null) {
    ports.tell(`${id}: enabled, subscribed to ${what}; kept`);
    return;
  }
  if (!dryRun) {
    const active = endpoint.active === null && { active: ports.now() };
    await stripe.change(id, { events, ...active });
  }
  ports.tell(`${id}: subscribed to ${what}${isEnabled ? '' : ', and enabled again'}`);
  if (!isEnabled) {
    ports.tell(
      `Next: "${toRun(at, 'command', 'reconcile-webhooks')}" feeds in what Stripe did not send while it was disabled`,
    );
  }
}

export function eventsInWords(events: string[]): string {
  return events.includes('*') ? 'all events' : `${events.length} types of events`;
}
