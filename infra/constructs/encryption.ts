import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

/** Services that keep our data and use the key for whoever may use them. */
const STORES = ['dynamodb', 'logs', 's3', 'secretsmanager', 'sns', 'sqs'];
const USE = ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];

export interface EncryptionProps {
  /** False: keys that AWS owns or manages. True: a key of this stack's own. Else the ARN of a key that exists. */
  customerKey: boolean | string;
  keepData: boolean;
}

/**
 * What data at rest is encrypted with. All of it always is; with a customer key, whoever governs the key can see
 * who used it and can make the data unreadable.
 */
export class Encryption extends Construct {
  /** Undefined: what AWS does by itself. */
  readonly key: IKey | undefined;

  constructor(scope: Construct, id: string, { customerKey, keepData }: EncryptionProps) {
    super(scope, id);
    if (customerKey === false) return;
    if (customerKey !== true) {
      // Its policy is its owner's matter: docs/security.md has the statements that it needs.
      this.key = Key.fromKeyArn(this, 'Key', customerKey);
      return;
    }
    const key = new Key(this, 'Key', {
      description: 'Data of aa-stripe at rest',
      enableKeyRotation: true,
      // Without the key, data that outlives the stack could not be read.
      removalPolicy: keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    for (const statement of statements(Stack.of(this))) key.addToResourcePolicy(statement);
    this.key = key;
  }
}

function statements({ account, region, partition }: Stack): PolicyStatement[] {
  const ofThisAccount = { StringEquals: { 'aws:SourceAccount': account } };
  return [
    // A role that may read a table may have its data decrypted by the table: no role needs the key itself.
    new PolicyStatement({
      sid: 'ThroughTheServicesThatKeepData',
      principals: [new AnyPrincipal()],
      actions: [...USE, 'kms:DescribeKey', 'kms:CreateGrant'],
      resources: ['*'],
      conditions: {
        StringEquals: {
          'kms:CallerAccount': account,
          'kms:ViaService': STORES.map((service) => `${service}.${region}.amazonaws.com`),
        },
      },
    }),
    new PolicyStatement({
      sid: 'Logs',
      principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
      actions: [...USE, 'kms:DescribeKey'],
      resources: ['*'],
      conditions: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:*` },
      },
    }),
    new PolicyStatement({
      sid: 'AlarmsToTheTopicAndEventsToBusAndQueues',
      principals: [
        new ServicePrincipal('cloudwatch.amazonaws.com'),
        new ServicePrincipal('events.amazonaws.com'),
      ],
      // An archive encrypts again what the bus has encrypted.
      actions: [
        'kms:Decrypt',
        'kms:GenerateDataKey',
        'kms:DescribeKey',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      resources: ['*'],
      conditions: ofThisAccount,
    }),
  ];
}
