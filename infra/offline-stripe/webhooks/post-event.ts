import type { Event } from '../objects/event';
import type { WebhookEndpoint } from '../objects/webhook-endpoint';
import { signatureHeader } from './sign';

/** One attempt to deliver an event, as the log of deliveries shows it. */
export interface Attempt {
  /** Epoch milliseconds. */
  at: number;
  event: string;
  type: string;
  endpoint: string;
  url: string;
  attempt: number;
  delivered: boolean;
  /** The receiver's answer; null when none came. */
  status: number | null;
  error: string | null;
}

interface Post {
  readonly endpoint: WebhookEndpoint;
  readonly secret: string;
  readonly event: Event;
  readonly attempt: number;
  /** Epoch milliseconds of the real time: receivers refuse signatures that are minutes off theirs. */
  readonly at: number;
  /** Pretends that the request got lost on its way. */
  readonly lost: boolean;
  readonly signal: AbortSignal;
}

const TIMEOUT_MS = 20_000;

/** Posts a signed event once; a redirect counts as a failure, as at Stripe. */
export async function postEvent({
  endpoint,
  secret,
  event,
  attempt,
  at,
  lost,
  signal,
}: Post): Promise<Attempt> {
  const made = { at, event: event.id, type: event.type, endpoint: endpoint.id, url: endpoint.url, attempt };
  if (lost) return { ...made, delivered: false, status: null, error: 'lost on its way (fault)' };
  const body = JSON.stringify(event, null, 2);
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': signatureHeader(secret, body, Math.floor(at / 1_000)),
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      },
    });
    await response.arrayBuffer();
    return { ...made, delivered: response.ok, status: response.status, error: null };
  } catch (error) {
    return { ...made, delivered: false, status: null, error: describe(error) };
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
