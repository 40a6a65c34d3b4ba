import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { INDEXES, type Index } from '../../lib/dynamo/keys';
import type { Keeping } from './keeping';

/** The one table. Its stream is the outbox: what a change means to others is derived from it. */
export class RecordsTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { config, encryption }: Keeping) {
    super(scope, id);
    const { keepData } = config;
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expires_at',
      ...(encryption.key && {
        encryption: TableEncryption.CUSTOMER_MANAGED,
        encryptionKey: encryption.key,
      }),
      deletionProtection: keepData,
      removalPolicy: keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    for (const indexName of INDEXES) {
      this.table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: `${indexName}pk`, type: AttributeType.STRING },
        sortKey: { name: `${indexName}sk`, type: AttributeType.STRING },
        projectionType: ProjectionType.KEYS_ONLY,
      });
    }
  }

  get arn(): string {
    return this.table.tableArn;
  }

  indexArns(...indexes: Index[]): string[] {
    return indexes.map((index) => `${this.table.tableArn}/index/${index}`);
  }
}
