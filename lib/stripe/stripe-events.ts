import type Stripe from 'stripe';
import type { PendingPorts } from '../webhook/pending-webhooks';
import type { EventHistory } from '../webhook/reconcile-webhooks';
import { isGone, rethrow } from './failure';
import { rawEvent } from './raw-event';
import { sinceOf } from './stripe-endpoints';

/** Stripe takes no more types in one listing. */
const MAX_TYPES = 20;

export function stripeEvents(
  client: () => Promise<Stripe>,
  webhookUrl: string,
): Pick<PendingPorts, 'endpoint' | 'undelivered'> & EventHistory {
  return {
    endpoint: async () => {
      try {
        const stripe = await client();
        const ours: Stripe.WebhookEndpoint[] = [];
        for await (const endpoint of stripe.webhookEndpoints.list({ limit: 100 })) {
          if (endpoint.url === webhookUrl) ours.push(endpoint);
        }
        if (ours.length === 0) return null;
        // Several while a signing secret is rotated: what any of them was to bring was meant for us.
        return {
          enabledEvents: [...new Set(ours.flatMap(({ enabled_events }) => enabled_events))],
          created: Math.min(...ours.map(sinceOf)),
        };
      } catch (error) {
        return rethrow(error);
      }
    },
    pages: async function* (types, from, to, after) {
      const stripe = await client();
      const created = { gte: Math.floor(from / 1000), ...(to !== null && { lt: Math.floor(to / 1000) }) };
      const [listing, lastId] = after?.split('|') ?? [];
      const start = listing === undefined ? 0 : Number(listing);
      for (const [i, some] of listings(types).entries()) {
        if (i < start) continue;
        const params = { created, ...(some && { types: some }) };
        try {
          for await (const page of eventPages(stripe, params, i === start ? lastId : undefined)) {
            yield page.map(({ id, created: second }) => ({
              id,
              created: second * 1000,
              position: `${i}|${id}`,
            }));
          }
        } catch (error) {
          rethrow(error);
        }
      }
    },
    rawText: async (id) => rawEvent(await client(), id),
    undelivered: async function* (types, from, to) {
      const stripe = await client();
      const created = { gte: Math.floor(from / 1000), lt: Math.floor(to / 1000) };
      for (const some of listings(types)) {
        const params = { limit: 100, delivery_success: false, created, ...(some && { types: some }) };
        try {
          for await (const { id } of stripe.events.list(params)) yield id;
        } catch (error) {
          rethrow(error);
        }
      }
    },
  };
}

async function* eventPages(
  stripe: Stripe,
  params: Stripe.EventListParams,
  after: string | undefined,
): AsyncGenerator<Stripe.Event[]> {
  let last = after;
  for (let hasMore = true; hasMore; ) {
    const list = (from: string | undefined) =>
      stripe.events.list({ ...params, limit: 100, ...(from !== undefined && { starting_after: from }) });
    const page = await list(last).catch((error: unknown) => {
      // The event where the last run stopped has grown too old: from the beginning then.
      if (last === undefined || last !== after || !isGone(error)) throw error;
      return list(undefined);
    });
    yield page.data;
    last = page.data.at(-1)?.id;
    hasMore = page.has_more && last !== undefined;
  }
}

/** Null stands for all types. */
function listings(types: string[]): (string[] | null)[] {
  if (types.includes('*')) return [null];
  const chunks: string[][] = [];
  for (let i = 0; i < types.length; i += MAX_TYPES) chunks.push(types.slice(i, i + MAX_TYPES));
  return chunks;
}
