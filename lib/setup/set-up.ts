import { toRun } from '../command/to-run';
import { HANDLED_EVENTS } from '../webhook/handled-events';
import { chooseKey, type KeyWish } from './choose-key';
import { eventsInWords, makeEndpoint, subscribe } from './make-endpoint';
import type { Place, SetupPorts, StripeEndpoints, WebhookEndpoint } from './ports';
import { removeLost } from './remove-lost';
import { isProvisional, type SortedEndpoints, sortEndpoints, unionOfEvents } from './sort-endpoints';
import { requireSameAccount, type SecretWish, writeSecret } from './write-secret';

export interface SetupWish extends KeyWish, SecretWish {
  rotateWebhookSecret: boolean;
  /** Since when events are meant for a stack that takes another one's place (ms); null for since now. */
  since: number | null;
  /** Types of events besides those that are handled here. */
  events: string[];
  /** A key that only this run uses, to write endpoints with; null for the API key itself. Never stored. */
  setupKey: string | null;
}

/** What stands after a setup. */
export interface SetUp {
  /** Null where a dry run did not make one. */
  endpoint: string | null;
  events: string[];
  /** Other endpoints that bring the same events. */
  outgoing: string[];
}

/**
 * Puts the API key and the addresses into the secret, and sees to one webhook endpoint at Stripe whose signing secret is
 * there too. Made in an order in which no webhook is refused or lost, and safe to run again wherever it broke off:
 * docs/setup.md describes it.
 * @throws SetupError, StripeDeniedError, StripeUnavailableError
 */
export async function setUp(wish: SetupWish, place: Place, ports: SetupPorts): Promise<SetUp> {
  const before = await ports.secret.read();
  const apiKey = await chooseKey(before, wish, place, ports);
  // Read with the key that functions will use: it shows that Stripe takes it.
  const listed = await ports.stripe(apiKey).list();
  requireSameAccount(
    apiKey,
    before,
    listed.map(({ id }) => id),
  );
  const stripe = ports.stripe(wish.setupKey ?? apiKey);
  await writeSecret(apiKey, before, wish, ports);

  const found = sortEndpoints(listed, before, place);
  for (const { id, url } of found.strangers) {
    ports.tell(
      `${id}: made by a stack of this name at ${url}; left alone. If that stack is gone, delete it at Stripe`,
    );
  }
  const predecessors = [
    found.current,
    ...found.outgoing,
    ...found.moved,
    ...found.lost,
    ...found.byHand,
  ].filter((endpoint) => endpoint !== null);
  const events = unionOfEvents(predecessors, [...HANDLED_EVENTS, ...wish.events]);
  const doing = { dryRun: wish.dryRun, at: place, stripe, ports };
  await removeLost(found.lost.filter(isProvisional), doing);
  const current = await presentEndpoint(found, predecessors, { wish, place, stripe, ports });
  if (current) await subscribe(current, events, doing);
  else ports.tell(`webhook endpoint for ${place.webhookUrl}: would be made, for ${eventsInWords(events)}`);
  await removeLost(
    found.lost.filter((endpoint) => !isProvisional(endpoint)),
    doing,
  );
  return { endpoint: current?.id ?? null, events, outgoing: tellOutgoing(found, current, place, ports) };
}

/** The endpoint that stays: the one there is, the one that moved here, or a new one. Null where a dry run makes none. */
async function presentEndpoint(
  found: SortedEndpoints,
  predecessors: WebhookEndpoint[],
  {
    wish,
    place,
    stripe,
    ports,
  }: { wish: SetupWish; place: Place; stripe: StripeEndpoints; ports: SetupPorts },
): Promise<WebhookEndpoint | null> {
  const { current, moved, outgoing } = found;
  const [latest] = moved;
  if (!current && latest) {
    if (!wish.dryRun) await stripe.change(latest.id, { url: place.webhookUrl });
    ports.tell(`${latest.id}: moved from ${latest.url} to ${place.webhookUrl}`);
    return { ...latest, url: place.webhookUrl };
  }
  const isUnderWay = outgoing.length > 0;
  if (current && (!wish.rotateWebhookSecret || isUnderWay)) {
    if (wish.rotateWebhookSecret) ports.tell(`${current.id}: a rotation is under way already`);
    if (current.apiVersion !== stripe.apiVersion) {
      ports.tell(
        `${current.id}: sends events of API version ${current.apiVersion}, not ${stripe.apiVersion}; ` +
          '--rotate-webhook-secret replaces it',
      );
    }
    return current;
  }
  if (wish.dryRun) return null;
  const since = [
    ...predecessors.map((endpoint) => endpoint.since),
    ...(wish.since === null ? [] : [wish.since]),
  ];
  return makeEndpoint(place, since.length > 0 ? Math.min(...since) : null, stripe, ports);
}

function tellOutgoing(
  found: SortedEndpoints,
  current: WebhookEndpoint | null,
  place: Place,
  { tell }: SetupPorts,
): string[] {
  const others = [found.current, ...found.outgoing, ...found.moved, ...found.byHand];
  const outgoing = others.filter((endpoint) => endpoint !== null && endpoint.id !== current?.id);
  const ids = outgoing.flatMap((endpoint) => endpoint?.id ?? []);
  if (current && ids.length > 0) {
    tell(
      `The same events also come through ${ids.join(', ')}: they arrive twice, and count once. ` +
        `Next: "${toRun(place, 'setup', '--finish-rotation')}" ends that`,
    );
  }
  return current ? ids : [];
}
