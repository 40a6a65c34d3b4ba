import { environments } from '../../functions/environments';

/** What functions read of their environment, with AWS and Stripe at these addresses. */
export function benchEnvironment(aws: string, stripe: string): Record<string, string> {
  const names = Object.values(environments).flat();
  return {
    ...Object.fromEntries(names.map((name) => [name, '1'])),
    OWNER_CLAIM: 'sub',
    LIVEMODE: 'false',
    RAW_DATA_ON_BUS: 'true',
    TIME_ZONE: 'UTC',
    STRIPE_RATE: '1000',
    STRIPE_ENDPOINT_RATE: '1000',
    PARSE_QUEUE_URL: `${aws}/000000000000/parse`,
    WEBHOOK_URL: 'https://example.test/aa-stripe/webhooks',
    STRIPE_API_BASE: stripe,
    AWS_ENDPOINT_URL: aws,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
