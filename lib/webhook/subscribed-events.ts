/** Our endpoint at Stripe. */
export interface StripeEndpoint {
  /** Types it is subscribed to; `*` is all. */
  enabledEvents: string[];
  /** Milliseconds: events are not older. Since when it, or an endpoint that it has taken the place of, is there. */
  created: number;
}

/** Stripe keeps events for 30 days. */
const KEPT_MS = 30 * 24 * 3600_000;

/**
 * Which events are meant for us: of the types that our endpoint is subscribed to, and not older than it. `from`:
 * milliseconds.
 * @throws Error that says the cure if Stripe does not know our endpoint
 */
export async function subscribedEvents(
  endpoint: () => Promise<StripeEndpoint | null>,
  now: number,
): Promise<{ types: string[]; from: number }> {
  const ours = await endpoint();
  if (!ours) throw new Error('Stripe has no webhook endpoint with our URL. Register it, or set webhookUrl.');
  return { types: ours.enabledEvents, from: Math.max(ours.created, now - KEPT_MS) };
}
