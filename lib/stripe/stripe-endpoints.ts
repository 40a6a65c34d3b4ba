import type Stripe from 'stripe';
import * as v from 'valibot';
import { type EndpointChange, SetupError, type StripeEndpoints, type WebhookEndpoint } from '../setup/ports';
import { apiVersion } from './client';
import { isGone, rethrow } from './failure';

/** Metadata of an endpoint that setup has made: its stack; since when it, or its predecessor, has been there; active. */
const STACK = 'aa_stripe_stage';
const SINCE = 'aa_stripe_since';
const ACTIVE = 'aa_stripe_active';

const PATH = '/v1/webhook_endpoints';

const Endpoint = v.object({
  id: v.string(),
  url: v.string(),
  enabled_events: v.array(v.string()),
  status: v.string(),
  api_version: v.nullish(v.string(), null),
  created: v.number(),
  metadata: v.nullish(v.record(v.string(), v.string()), {}),
});
const Created = v.object({ ...Endpoint.entries, secret: v.string() });

/** The endpoints of the key's account, as setup needs them. */
export function stripeEndpoints(stripe: Stripe): StripeEndpoints {
  const post = async (path: string, params: Record<string, unknown>): Promise<unknown> => {
    try {
      return await stripe.rawRequest('POST', path, params);
    } catch (error) {
      if (isGone(error))
        throw new SetupError('The endpoint is gone: another setup is at work. Run setup again.');
      return rethrow(error);
    }
  };
  return {
    apiVersion: apiVersion(),
    list: async () => {
      try {
        const all = await stripe.webhookEndpoints.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
        return all.map((endpoint) => readEndpoint(v.parse(Endpoint, endpoint)));
      } catch (error) {
        return rethrow(error);
      }
    },
    create: async ({ url, events, stack, since }) => {
      const answer = await post(PATH, {
        url,
        enabled_events: events,
        api_version: apiVersion(),
        description: `aa-stripe, ${stack}`,
        metadata: { [STACK]: stack, ...(since !== null && { [SINCE]: inSeconds(since) }) },
      });
      const { secret, ...endpoint } = v.parse(Created, answer);
      return { endpoint: readEndpoint(endpoint), secret };
    },
    change: async (id, change) =>
      readEndpoint(v.parse(Endpoint, await post(`${PATH}/${id}`, changeParams(change)))),
    remove: async (id) => {
      try {
        await stripe.webhookEndpoints.del(id);
      } catch (error) {
        if (!isGone(error)) rethrow(error);
      }
    },
  };
}

function changeParams({ url, events, active }: EndpointChange): Record<string, unknown> {
  return {
    disabled: false,
    ...(url !== undefined && { url }),
    ...(events && { enabled_events: events }),
    ...(active !== undefined && { metadata: { [ACTIVE]: inSeconds(active) } }),
  };
}

function readEndpoint(endpoint: v.InferOutput<typeof Endpoint>): WebhookEndpoint {
  const { id, url, enabled_events: events, status, api_version: apiVersion, metadata } = endpoint;
  const created = endpoint.created * 1000;
  return {
    id,
    url,
    events,
    isEnabled: status === 'enabled',
    apiVersion,
    created,
    stack: metadata[STACK] ?? null,
    since: sinceOf({ created: endpoint.created, metadata }),
    active: inMs(metadata[ACTIVE]),
  };
}

/**
 * Since when an endpoint, or one whose place it has taken, has been there (ms): events that are younger were meant for
 * us.
 */
export function sinceOf(endpoint: { created: number; metadata: Record<string, string> | null }): number {
  const created = endpoint.created * 1000;
  return Math.min(created, inMs(endpoint.metadata?.[SINCE]) ?? created);
}

function inSeconds(ms: number): string {
  return String(Math.floor(ms / 1000));
}

function inMs(seconds: string | undefined): number | null {
  return seconds !== undefined && /^\d{1,12}$/.test(seconds) ? Number(seconds) * 1000 : null;
}
