import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Config } from '../config/config';
import type { Alarms } from './alarms';
import type { Functions } from './functions';
import type { PaymentsApi } from './http-api';
import type { PayloadBucket } from './payload-bucket';
import type { RecordsTable } from './records-table';
import type { StripeSecret } from './stripe-secret';

/** What every capability stands on: where things are kept, told, and let in. */
export interface Foundation {
  config: Config;
  records: RecordsTable;
  payloads: PayloadBucket;
  secret: StripeSecret;
  bus: EventBus;
  alarms: Alarms;
  functions: Functions;
  api: PaymentsApi;
}

/** The values that functions get in their environments, by name; each takes those it declares. */
export function variablesOf({ config, records, payloads, secret, bus }: Foundation) {
  return {
    TABLE_NAME: records.table.tableName,
    PAYLOAD_BUCKET: payloads.bucket.bucketName,
    STRIPE_SECRET_ARN: secret.arn,
    BUS_NAME: bus.eventBusName,
    LIVEMODE: String(config.livemode),
    OWNER_CLAIM: config.ownerClaim,
    RAW_DATA_ON_BUS: String(config.rawDataOnBus),
  };
}
