import { createHmac } from 'node:crypto';

/**
 * The value of the `Stripe-Signature` header for a body sent at a time (epoch seconds):
 * https://docs.stripe.com/webhooks/signature
 */
export function signatureHeader(secret: string, body: string, at: number): string {
  const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  return `t=${at},v1=${signature}`;
}
