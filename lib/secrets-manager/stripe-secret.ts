import * as v from 'valibot';
import { jsonService } from '../runtime/aws/json-service';
import { lazy } from '../runtime/lazy';

export interface StripeSecret {
  apiKey: string;
  /** All that are valid now: two while one is rotated. */
  webhookSecrets: string[];
  /** Who mail to the admins goes to, and comes from: a verified SES identity. */
  adminEmails: string[];
  senderEmail: string | null;
}

const Shape = v.object({
  apiKey: v.string(),
  webhookSecrets: v.array(v.pipe(v.string(), v.minLength(1))),
  adminEmails: v.optional(v.array(v.string()), []),
  senderEmail: v.optional(v.nullable(v.string()), null),
});

const Answer = v.object({ SecretString: v.optional(v.string(), '') });

const CACHE_MS = 5 * 60_000;
/** How often a caller may insist on reading anew: a flood of bad signatures must not become one of reads. */
const FRESH_MS = 10_000;

export type ReadStripeSecret = (fresh?: boolean) => Promise<StripeSecret>;

/**
 * Reads the Stripe secret and keeps it for five minutes; `fresh` reads it again, at most every ten seconds.
 * @throws Error that says how to set it, without its content, if it has no value or another shape
 */
export function stripeSecret(arn: string, now: () => number = Date.now): ReadStripeSecret {
  const call = lazy(() => jsonService('secretsmanager'));
  let cached: { value: StripeSecret; at: number } | null = null;
  return async (fresh = false) => {
    if (cached && now() - cached.at < (fresh ? FRESH_MS : CACHE_MS)) return cached.value;
    const { SecretString } = v.parse(Answer, await call()('GetSecretValue', { SecretId: arn }));
    cached = { value: parseSecret(SecretString), at: now() };
    return cached.value;
  };
}

function parseSecret(text: string): StripeSecret {
  try {
    return v.parse(Shape, JSON.parse(text));
  } catch {
    throw new Error('The Stripe secret must be JSON like {"apiKey": "sk_…", "webhookSecrets": ["whsec_…"]}.');
  }
}
