import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acceptFinding } from './accept-finding';
import type { Keeping } from './keeping';

/** What begins the names of objects: event texts, what a mapping could not deliver, what export-owner has gathered. */
const PREFIXES = ['webhooks/', 'aws/lambda/', 'exports/'] as const;

/**
 * Holds what fits nowhere else: event texts larger than an item (`webhooks/`), and stream records that could
 * not be published in time (written by the mapping, with everything needed to publish them later).
 */
export class PayloadBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { config, encryption }: Keeping) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      ...(encryption.key
        ? { encryption: BucketEncryption.KMS, encryptionKey: encryption.key, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      // What could not be published holds whole records; the sweep has published it long before.
      lifecycleRules: [
        { prefix: 'aws/lambda/', expiration: Duration.days(30) },
        // Until somebody has fetched it.
        { prefix: 'exports/', expiration: Duration.days(7) },
      ],
      removalPolicy: config.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const resource = Stack.of(this).getLogicalId(this.bucket.node.defaultChild as CfnBucket);
    for (const prefix of PREFIXES) {
      acceptFinding(scope, {
        [`AwsSolutions-IAM5[Resource::<${resource}.Arn>/${prefix}*]`]:
          'Objects are named when they are written: a prefix of their own is the finest resource there is.',
      });
    }
    acceptFinding(this, {
      'AwsSolutions-S1':
        'Only the functions reach it. Who reads objects is for CloudTrail, whose data events an account turns on for ' +
        'all of its buckets.',
    });
  }

  objectsArn(prefix: (typeof PREFIXES)[number]): string {
    return this.bucket.arnForObjects(`${prefix}*`);
  }
}
