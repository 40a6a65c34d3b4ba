import { createHash } from 'node:crypto';
import { signatureHeader } from '../offline-stripe/webhooks/sign';

export const BENCH_SECRET = 'whsec_bench';

/** With so many texts of 32 characters in its metadata an event weighs 3.6 KB, as Stripe's do on average. */
const METADATA = 25;

/**
 * An event as Stripe sends them: a payment that succeeded, laid out over lines, of average size, with ids and texts that
 * compress no better than real ones.
 */
export function eventText(mark: number | string, type = 'payment_intent.succeeded'): string {
  const number = Number.parseInt(digest(String(mark)).slice(0, 7), 16);
  const id = (prefix: string) => `${prefix}_${digest(`${prefix}${mark}`).slice(0, 24)}`;
  const object = {
    id: id('pi'),
    object: 'payment_intent',
    amount: 1_000 + (number % 9_000),
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 1_000 + (number % 9_000),
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: { allow_redirects: 'never', enabled: true },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${id('pi')}_secret_${digest(`secret${number}`).slice(0, 25)}`,
    confirmation_method: 'automatic',
    created: 1_790_000_000 + (number % 1_000_000),
    currency: 'usd',
    customer: id('cus'),
    description: `Order ${number}`,
    invoice: null,
    last_payment_error: null,
    latest_charge: id('ch'),
    livemode: false,
    metadata: metadataOf(number),
    next_action: null,
    on_behalf_of: null,
    payment_method: id('pm'),
    payment_method_configuration_details: { id: id('pmc'), parent: null },
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
      link: { persistent_token: null },
    },
    payment_method_types: ['card', 'link'],
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'succeeded',
    transfer_data: null,
    transfer_group: null,
  };
  const event = {
    id: id('evt'),
    object: 'event',
    api_version: '2026-10-28.endive',
    created: 1_790_000_000 + (number % 1_000_000),
    data: { object },
    livemode: false,
    pending_webhooks: 1,
    request: { id: id('req'), idempotency_key: `${id('schg')}:1` },
    type,
  };
  return JSON.stringify(event, null, 2);
}

/** The headers of a delivery of this text, signed now. */
export function deliveryHeaders(text: string, secret = BENCH_SECRET): Record<string, string> {
  const signature = signatureHeader(secret, text, Math.floor(Date.now() / 1000));
  return { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature };
}

function metadataOf(number: number): Record<string, string> {
  const texts = Array.from({ length: METADATA }, (_, i) => [
    `field_${i}`,
    digest(`${number}:${i}`).slice(0, 32),
  ]);
  return Object.fromEntries(texts);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
