import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/**
 * Holds what fits nowhere else: event texts larger than an item (`webhooks/`), and stream records that could
 * not be published in time (written by the mapping, with everything needed to publish them later).
 */
export class PayloadBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: { keepData: boolean }) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      // What could not be published holds whole records; the sweep has published it long before.
      lifecycleRules: [
        { prefix: 'aws/lambda/', expiration: Duration.days(30) },
        // What export-owner has gathered, until somebody has fetched it.
        { prefix: 'exports/', expiration: Duration.days(7) },
      ],
      removalPolicy: props.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }

  /** Documents that export-owner writes. */
  get exportsArn(): string {
    return this.bucket.arnForObjects('exports/*');
  }

  /** Objects that functions write and read. */
  get webhooksArn(): string {
    return this.bucket.arnForObjects('webhooks/*');
  }
}
