import { randomBytes } from 'node:crypto';
import * as v from 'valibot';

/** The Stripe that the functions talk to. */
export interface StripeConnection {
  url: string;
  apiKey: string;
  /** Goes into the functions' environment; undefined for Stripe itself. */
  apiBase: string | undefined;
  /** Tells Stripe where webhooks go, as far as that can be done from here; returns their signing secret. */
  webhookSecret(webhookUrl: string): Promise<string>;
  /** Shown to the person who starts the stack. */
  hint: string | undefined;
  close(): Promise<void>;
}

/** Starts the offline Stripe; its `close` ends it. */
export type StartOfflineStripe = (options: {
  port: number;
}) => Promise<{ url: string; close(): Promise<void> }>;

interface StripeSettings {
  apiKey: string | undefined;
  apiBase: string | undefined;
  webhookSecret: string | undefined;
  port: number;
}

/**
 * `apiBase` names any server that speaks Stripe's API, an `apiKey` alone means Stripe itself, and neither of them
 * starts the offline Stripe.
 */
export async function connectStripe(
  settings: StripeSettings,
  start: StartOfflineStripe,
): Promise<StripeConnection> {
  if (settings.apiKey !== undefined && settings.apiBase === undefined)
    return stripeItself(settings, settings.apiKey);
  const apiKey = settings.apiKey ?? 'sk_test_offline';
  const { url, close } =
    settings.apiBase === undefined
      ? await start({ port: settings.port })
      : { url: settings.apiBase, close: async () => undefined };
  return {
    url,
    apiKey,
    apiBase: url,
    hint: undefined,
    close,
    webhookSecret: async (webhookUrl) =>
      settings.webhookSecret ?? (await registerWebhookEndpoint(url, apiKey, webhookUrl)),
  };
}

function stripeItself(settings: StripeSettings, apiKey: string): StripeConnection {
  const secret = settings.webhookSecret ?? `whsec_${randomBytes(24).toString('hex')}`;
  return {
    url: 'https://api.stripe.com',
    apiKey,
    apiBase: undefined,
    webhookSecret: async () => secret,
    hint:
      settings.webhookSecret === undefined
        ? 'Stripe cannot reach this machine: run `stripe listen --forward-to <api>/aa-stripe/webhooks` and start ' +
          `again with its secret in STRIPE_WEBHOOK_SECRET (until then it is ${secret})`
        : undefined,
    close: async () => undefined,
  };
}

async function registerWebhookEndpoint(base: string, apiKey: string, url: string): Promise<string> {
  const response = await fetch(`${base}/v1/webhook_endpoints`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}` },
    body: new URLSearchParams({ url, 'enabled_events[]': '*' }),
  });
  const answer = v.safeParse(v.object({ secret: v.string() }), await response.json());
  if (answer.success) return answer.output.secret;
  throw new Error(`${base} did not register the webhook endpoint (status ${response.status})`);
}
