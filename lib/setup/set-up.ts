import { HANDLED_EVENTS } from '../webhook/handled-events';
import { chooseKey, type KeyWish } from './choose-key';
import { makeEndpoint, subscribe } from './make-endpoint';
import { type Place, SetupError, type SetupPorts, type StripeEndpoints, type WebhookEndpoint } from './ports';
import { knows, type SecretContent } from './secret-content';
import { isProvisional, type SortedEndpoints, sortEndpoints, unionOfEvents } from './sort-endpoints';

export interface SetupWish extends KeyWish {
  rotateWebhookSecret: boolean;
  /** Types of events besides those that are handled here. */
  events: string[];
  /** Null keeps those that are stored. */
  adminEmails: string[] | null;
  senderEmail: string | null;
  /** A key that only this run uses, to write endpoints with; null for the API key itself. Never stored. */
  setupKey: string | null;
  dryRun: boolean;
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
  const current = await presentEndpoint(found, predecessors, { wish, place, stripe, ports });
  if (current) await subscribe(current, events, { dryRun: wish.dryRun, stripe, ports });
  else
    ports.tell(
      `webhook endpoint for ${place.webhookUrl}: would be made, for ${events.length} types of events`,
    );
  await removeLost(
    found.lost.filter((endpoint) => !isProvisional(endpoint)),
    wish,
    stripe,
    ports,
  );
  return { endpoint: current?.id ?? null, events, outgoing: tellOutgoing(found, current, ports) };
}

/** A key of another account would charge customers that do not exist there. */
function requireSameAccount(
  apiKey: string,
  { apiKey: stored, webhookEndpoints }: SecretContent,
  listed: string[],
) {
  const known = Object.keys(webhookEndpoints);
  if (apiKey === stored || known.length === 0 || known.some((id) => listed.includes(id))) return;
  throw new SetupError(
    `The new key does not show our webhook endpoint (${known.join(', ')}): it seems to be of another Stripe account. ` +
      'If the endpoint was deleted at Stripe, run setup with the old key first.',
  );
}

async function writeSecret(
  apiKey: string,
  before: SecretContent,
  { adminEmails, senderEmail, dryRun }: SetupWish,
  { secret, tell }: SetupPorts,
): Promise<void> {
  const done: string[] = [];
  if (before.apiKey !== apiKey) done.push(before.apiKey === null ? 'API key put in' : 'API key replaced');
  if (adminEmails !== null) done.push('addresses of the admins put in');
  if (senderEmail !== null) done.push('sender address put in');
  if (done.length === 0) return tell('secret: API key and addresses kept');
  if (!dryRun) {
    await secret.change((content) => ({
      ...content,
      // Another run may have replaced it; only who was asked to does.
      apiKey: before.apiKey === apiKey ? content.apiKey : apiKey,
      ...(adminEmails !== null && { adminEmails }),
      ...(senderEmail !== null && { senderEmail }),
    }));
  }
  for (const line of done) tell(`secret: ${line}`);
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
  await removeLost(found.lost.filter(isProvisional), wish, stripe, ports);
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
  const since = predecessors.length > 0 ? Math.min(...predecessors.map((endpoint) => endpoint.since)) : null;
  return makeEndpoint(place, since, stripe, ports);
}

/** Endpoints whose secret nobody knows refuse all that they bring; what they had to bring is found by reconciliation. */
async function removeLost(
  lost: WebhookEndpoint[],
  { dryRun }: SetupWish,
  stripe: StripeEndpoints,
  { secret, tell }: SetupPorts,
): Promise<void> {
  for (const endpoint of lost) {
    // Another setup may have stored it a moment ago.
    if (knows(await secret.read(), endpoint.id)) continue;
    if (!dryRun) await stripe.remove(endpoint.id);
    tell(`${endpoint.id}: deleted at Stripe, since its signing secret is not in the secret`);
    if (!isProvisional(endpoint))
      tell('Next: "npm run command -- reconcile-webhooks" feeds in what it could not bring');
  }
}

function tellOutgoing(
  found: SortedEndpoints,
  current: WebhookEndpoint | null,
  { tell }: SetupPorts,
): string[] {
  const others = [found.current, ...found.outgoing, ...found.moved, ...found.byHand];
  const outgoing = others.filter((endpoint) => endpoint !== null && endpoint.id !== current?.id);
  const ids = outgoing.flatMap((endpoint) => endpoint?.id ?? []);
  if (current && ids.length > 0) {
    tell(
      `${ids.join(', ')}: brings the same events; they arrive twice, and count once. ` +
        'Next: "npm run setup -- --finish-rotation" takes it away',
    );
  }
  return current ? ids : [];
}
