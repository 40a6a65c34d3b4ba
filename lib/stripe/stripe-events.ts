import type Stripe from 'stripe';
import type { PendingPorts } from '../webhook/pending-webhooks';
import { rethrow } from './failure';

/** Stripe takes no more types in one listing. */
const MAX_TYPES = 20;

export function stripeEvents(
  client: () => Promise<Stripe>,
  webhookUrl: string,
): Pick<PendingPorts, 'endpoint' | 'undelivered'> {
  return {
    endpoint: async () => {
      try {
        const stripe = await client();
        for await (const endpoint of stripe.webhookEndpoints.list({ limit: 100 })) {
          if (endpoint.url !== webhookUrl) continue;
          return { enabledEvents: endpoint.enabled_events, created: endpoint.created * 1000 };
        }
        return null;
      } catch (error) {
        return rethrow(error);
      }
    },
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

/** Null stands for all types. */
function listings(types: string[]): (string[] | null)[] {
  if (types.includes('*')) return [null];
  const chunks: string[][] = [];
  for (let i = 0; i < types.length; i += MAX_TYPES) chunks.push(types.slice(i, i + MAX_TYPES));
  return chunks;
}
