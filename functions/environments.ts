/**
 * The environment variables of each function, declared once: the stack must set exactly these, and the
 * function reads exactly these. Functions that call Stripe also heed `STRIPE_API_BASE`, which the stack never sets:
 * the local stack points it at the offline Stripe.
 */
const store = ['TABLE_NAME'] as const;
const payloads = ['PAYLOAD_BUCKET'] as const;
const stripe = ['STRIPE_SECRET_ARN'] as const;

export const environments = {
  'receive-webhook': [...store, ...payloads, ...stripe, 'LIVEMODE'],
  'create-customer': [...store, ...stripe, 'LIVEMODE', 'OWNER_CLAIM'],
  'get-customer': [...store, 'OWNER_CLAIM'],
  'update-customer': [...store, ...stripe, 'OWNER_CLAIM'],
  'list-webhooks': [...store],
  'get-webhook': [...store, ...payloads],
  'publish-signals': [...store, ...payloads, 'BUS_NAME', 'RAW_DATA_ON_BUS'],
  'parse-webhooks': [...store, ...payloads, ...stripe, 'PARSE_QUEUE_URL', 'PARSE_MAX_RECEIVES'],
  sweep: [...store, ...payloads, 'BUS_NAME', 'RAW_DATA_ON_BUS'],
  'recover-operations': [...store, ...stripe],
} as const;

export type FunctionName = keyof typeof environments;
export type EnvironmentOf<Name extends FunctionName> = Record<(typeof environments)[Name][number], string>;
