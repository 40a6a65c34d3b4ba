import type { EventBus } from 'aws-cdk-lib/aws-events';
import { type EnvironmentOf, environments, type FunctionName } from '../../functions/environments';
import type { Config } from '../config/config';
import type { Alarms } from './alarms';
import type { Encryption } from './encryption';
import type { Functions } from './functions';
import type { PaymentsApi } from './http-api';
import type { PayloadBucket } from './payload-bucket';
import type { RecordsTable } from './records-table';
import type { StripeSecret } from './stripe-secret';

/** What every capability stands on: where things are kept, told, and let in. */
export interface Foundation {
  config: Config;
  /** What names of functions begin with. */
  name: string;
  encryption: Encryption;
  records: RecordsTable;
  payloads: PayloadBucket;
  secret: StripeSecret;
  bus: EventBus;
  alarms: Alarms;
  functions: Functions;
  api: PaymentsApi;
}

/** A function's environment: of all values the ones that it declares, and its own. */
export function environmentOf<Name extends FunctionName>(
  name: Name,
  foundation: Foundation,
  own: Record<string, string> = {},
): EnvironmentOf<Name> {
  const values: Record<string, string> = { ...variablesOf(foundation), ...own };
  const entries = environments[name].map((variable) => {
    const value = values[variable];
    if (value === undefined) throw new Error(`Nobody sets ${variable}, which ${name} declares.`);
    return [variable, value] as const;
  });
  return Object.fromEntries(entries) as EnvironmentOf<Name>;
}

/** The values that functions get in their environments, by name; each takes those it declares. */
function variablesOf({ config, records, payloads, secret, bus }: Foundation) {
  return {
    TABLE_NAME: records.table.tableName,
    PAYLOAD_BUCKET: payloads.bucket.bucketName,
    STRIPE_SECRET_ARN: secret.arn,
    STRIPE_RATE: String(config.stripeRequestsPerSecond),
    STRIPE_ENDPOINT_RATE: String(config.stripeEndpointRequestsPerSecond),
    BUS_NAME: bus.eventBusName,
    LIVEMODE: String(config.livemode),
    OWNER_CLAIM: config.ownerClaim,
    RAW_DATA_ON_BUS: String(config.rawDataOnBus),
    TIME_ZONE: config.timeZone,
  };
}

/** The webhook endpoint's URL at Stripe. */
export function webhookUrlOf({ api, config }: Foundation): string {
  return config.webhookUrl ?? `${api.url}/aa-stripe/webhooks`;
}
