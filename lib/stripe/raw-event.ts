import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type Stripe from 'stripe';
import { isGone, rethrow } from './failure';

/** Unparsed. The SDK takes this option everywhere; its types know it for some calls only. */
const AS_IT_IS = { streaming: true };

/**
 * The text of an event exactly as Stripe gives it: parsed and written again, numbers beyond 2^53 would change.
 * @returns null if Stripe has it no more
 * @throws StripeDeniedError, StripeUnavailableError
 */
export async function rawEvent(stripe: Stripe, id: string): Promise<string | null> {
  try {
    const path = `/v1/events/${encodeURIComponent(id)}`;
    const answer: unknown = await stripe.rawRequest('GET', path, undefined, AS_IT_IS);
    if (!(answer instanceof Readable)) throw new Error('Stripe was not read as a stream.');
    return await text(answer);
  } catch (error) {
    return isGone(error) ? null : rethrow(error);
  }
}
