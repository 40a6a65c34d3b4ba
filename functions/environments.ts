/**
 * The environment variables of each function, declared once: the stack must set exactly these, and the
 * function reads exactly these. Functions that call Stripe also heed `STRIPE_API_BASE`, which the stack never sets:
 * the local stack points it at the offline Stripe.
 */
const store = ['TABLE_NAME'] as const;
const payloads = ['PAYLOAD_BUCKET'] as const;
/**
 * The key of Stripe, whether it must be a live one, and the requests a second that it grants: to the account, and to
 * one endpoint of it. `STAGE` is what metrics are counted under.
 */
const stripe = ['STRIPE_SECRET_ARN', 'STRIPE_RATE', 'STRIPE_ENDPOINT_RATE', 'LIVEMODE', 'STAGE'] as const;
/** Where a large run gives its records to workers, and from how many on. */
const fanOut = ['WORK_QUEUE_URL', 'FAN_OUT_ABOVE'] as const;
const bus = ['BUS_NAME', 'RAW_DATA_ON_BUS', 'STAGE'] as const;

export const environments = {
  'receive-webhook': [...store, ...payloads, 'STRIPE_SECRET_ARN', 'LIVEMODE', 'STAGE'],
  'get-openapi': [],
  'get-console': [
    'CONSOLE_ISSUER',
    'CONSOLE_CLIENT_ID',
    'CONSOLE_RESOURCE',
    'CONSOLE_ORIGINS',
    'LIVEMODE',
    'STAGE',
    'RAW_DATA_ON_BUS',
  ],
  'create-customer': [...store, ...stripe, 'OWNER_CLAIM'],
  'get-customer': [...store, 'OWNER_CLAIM'],
  'update-customer': [...store, ...stripe, 'OWNER_CLAIM'],
  'get-coupon': [...store, 'OWNER_CLAIM'],
  'get-client-secret': [...store, ...stripe, 'OWNER_CLAIM'],
  'operate-customers': [...store, ...stripe],
  'operate-charges': [...store, ...stripe],
  'operate-plans': [...store, ...stripe],
  'operate-subscriptions': [...store, ...stripe, 'TIME_ZONE'],
  'operate-coupons': [...store, ...stripe],
  'operate-webhooks': [...store, ...payloads],
  'operate-commands': [...store, 'COMMAND_PREFIX', 'WEBHOOK_BODY_DAYS'],
  'operate-console': [...store, 'PARSE_DEAD_LETTERS_URL', 'WORK_DEAD_LETTERS_URL'],
  'publish-signals': [...store, ...payloads, ...bus],
  'parse-webhooks': [...store, ...payloads, ...stripe, 'PARSE_QUEUE_URL', 'PARSE_MAX_RECEIVES'],
  sweep: [...store, ...payloads, ...bus],
  'work-commands': [...store, ...stripe, 'TIME_ZONE', 'WORK_QUEUE_URL', 'FAN_OUT_WORKERS'],
  'recover-operations': [...store, ...stripe, ...fanOut],
  'charge-stripe': [...store, ...stripe, ...fanOut],
  'end-subscriptions': [...store, ...stripe, ...fanOut, 'TIME_ZONE'],
  'refresh-coupons': [...store, ...stripe],
  'refresh-customers': [...store, ...stripe],
  'check-pending-webhooks': [
    ...store,
    ...stripe,
    'WEBHOOK_URL',
    'PENDING_WEBHOOKS_THRESHOLD',
    'DOMAIN',
    'MAIL_DOMAIN',
  ],
  'reconcile-webhooks': [...store, ...payloads, ...stripe, 'WEBHOOK_URL'],
  'replay-webhooks': [...store, ...payloads],
  'release-imported': [...store, ...stripe, ...fanOut],
  'expire-webhook-bodies': [...store, ...payloads, 'WEBHOOK_BODY_DAYS'],
  'erase-owner': [...store, ...payloads],
  'export-owner': [...store, ...payloads],
} as const;

export type FunctionName = keyof typeof environments;
export type EnvironmentOf<Name extends FunctionName> = Record<(typeof environments)[Name][number], string>;
