import type { Place, WebhookEndpoint } from './ports';
import { knows, type SecretContent } from './secret-content';

/**
 * What a new endpoint is subscribed to until its secret is stored: a type that nobody handles and hardly anything
 * causes, since an endpoint cannot be made disabled.
 */
export const PROVISIONAL = ['plan.deleted'];

/** The endpoints that concern a stack, newest first in each list. */
export interface SortedEndpoints {
  /** Ours, with a secret that is known; null if there is none. */
  current: WebhookEndpoint | null;
  /** Ours as well, at the same URL, and older: a rotation is under way, or two setups ran at once. */
  outgoing: WebhookEndpoint[];
  /** Ours, with a known secret, at a URL that the stack had before. */
  moved: WebhookEndpoint[];
  /** Made by setup for our URL, and its secret is not known: a setup broke off, or somebody overwrote the secret. */
  lost: WebhookEndpoint[];
  /** At our URL, and not made by setup. */
  byHand: WebhookEndpoint[];
  /** Made by the setup of a stack of this name that is somewhere else: not ours to touch. */
  strangers: WebhookEndpoint[];
  /** Ids in the secret that Stripe does not know. */
  gone: string[];
}

export function sortEndpoints(
  all: readonly WebhookEndpoint[],
  secret: SecretContent,
  { stack, webhookUrl }: Place,
): SortedEndpoints {
  const endpoints = [...all].sort((a, b) => b.created - a.created);
  const isHere = ({ url }: WebhookEndpoint) => url === webhookUrl;
  const ours = endpoints.filter((endpoint) => endpoint.stack === stack);
  const known = ours.filter(({ id }) => knows(secret, id));
  const unknown = ours.filter(({ id }) => !knows(secret, id));
  const [current = null, ...outgoing] = known.filter(isHere);
  return {
    current,
    outgoing,
    moved: known.filter((endpoint) => !isHere(endpoint)),
    lost: unknown.filter(isHere),
    byHand: endpoints.filter((endpoint) => endpoint.stack !== stack && isHere(endpoint)),
    strangers: unknown.filter((endpoint) => !isHere(endpoint)),
    gone: Object.keys(secret.webhookEndpoints).filter((id) => !all.some((endpoint) => endpoint.id === id)),
  };
}

export function isProvisional({ events }: WebhookEndpoint): boolean {
  return events.length === PROVISIONAL.length && events.every((type) => PROVISIONAL.includes(type));
}

/** All that these endpoints are subscribed to, and `more`; everything is `*` alone. Sorted. */
export function unionOfEvents(endpoints: readonly WebhookEndpoint[], more: readonly string[]): string[] {
  const wanted = endpoints.filter((endpoint) => !isProvisional(endpoint)).flatMap(({ events }) => events);
  const all = new Set([...wanted, ...more]);
  return all.has('*') ? ['*'] : [...all].sort();
}
