import * as v from 'valibot';
import { DynamoError, invalid } from '../dynamo-error';
import { createStream } from '../streams/stream';
import { type Database, tableOf } from '../table/database';
import { createTable as newTable, type Table } from '../table/table';
import type { KeySchema } from '../table/table-schema';
import { readInput } from './read-input';

const REGION = 'us-east-1';

const Keys = v.pipe(
  v.array(v.strictObject({ AttributeName: v.string(), KeyType: v.picklist(['HASH', 'RANGE']) })),
  v.minLength(1),
  v.maxLength(2),
);
const Definitions = v.array(
  v.strictObject({ AttributeName: v.string(), AttributeType: v.picklist(['S', 'N', 'B']) }),
);
const CreateInput = v.strictObject({
  TableName: v.string(),
  BillingMode: v.literal('PAY_PER_REQUEST'),
  KeySchema: Keys,
  AttributeDefinitions: Definitions,
  GlobalSecondaryIndexes: v.optional(
    v.array(
      v.strictObject({
        IndexName: v.string(),
        KeySchema: Keys,
        Projection: v.strictObject({
          ProjectionType: v.picklist(['ALL', 'KEYS_ONLY', 'INCLUDE']),
          NonKeyAttributes: v.optional(v.array(v.string())),
        }),
      }),
    ),
    [],
  ),
  StreamSpecification: v.optional(
    v.strictObject({ StreamEnabled: v.literal(true), StreamViewType: v.literal('NEW_AND_OLD_IMAGES') }),
  ),
});
const Named = v.strictObject({ TableName: v.string() });
const TimeToLiveInput = v.strictObject({
  TableName: v.string(),
  TimeToLiveSpecification: v.strictObject({ AttributeName: v.string(), Enabled: v.boolean() }),
});

export function createTable({ tables }: Database, input: unknown) {
  const wanted = readInput(CreateInput, input);
  const { TableName: name, AttributeDefinitions: definitions, GlobalSecondaryIndexes: indexes } = wanted;
  if (tables.has(name)) {
    throw new DynamoError('ResourceInUseException', 'Cannot create preexisting table');
  }
  const now = Date.now();
  const arn = `arn:aws:dynamodb:${REGION}:000000000000:table/${name}`;
  const stream = wanted.StreamSpecification && createStream(name, arn, new Date(now).toISOString());
  const table = newTable(
    {
      name,
      keys: keySchema(wanted.KeySchema, definitions),
      indexes: indexes.map(({ IndexName, KeySchema, Projection: { ProjectionType, NonKeyAttributes } }) => ({
        name: IndexName,
        keys: keySchema(KeySchema, definitions),
        projected: ProjectionType === 'ALL' ? undefined : (NonKeyAttributes ?? []),
      })),
    },
    {
      stream,
      described: {
        ...wanted,
        GlobalSecondaryIndexes: indexes.map((each) => ({ ...each, IndexStatus: 'ACTIVE' })),
        TableArn: arn,
        TableStatus: 'ACTIVE',
        CreationDateTime: now / 1000,
        ...(stream && { LatestStreamArn: stream.arn, LatestStreamLabel: stream.label }),
      },
    },
  );
  tables.set(name, table);
  return { TableDescription: table.described };
}

export function describeTable(database: Database, input: unknown) {
  return { Table: tableOf(database, readInput(Named, input).TableName).described };
}

export function listTables({ tables }: Database, input: unknown) {
  readInput(v.strictObject({}), input);
  return { TableNames: [...tables.keys()].sort() };
}

/** Nothing expires here: DynamoDB takes up to days for it, so nobody may rely on it. */
export function updateTimeToLive(database: Database, input: unknown) {
  const { TableName, TimeToLiveSpecification: wanted } = readInput(TimeToLiveInput, input);
  const table: Table = tableOf(database, TableName);
  if (wanted.Enabled === table.expires) {
    throw invalid(`TimeToLive is already ${wanted.Enabled ? 'enabled' : 'disabled'}`);
  }
  table.expires = wanted.Enabled;
  return { TimeToLiveSpecification: wanted };
}

function keySchema(
  keys: v.InferOutput<typeof Keys>,
  definitions: v.InferOutput<typeof Definitions>,
): KeySchema {
  const attribute = (type: 'HASH' | 'RANGE') => {
    const name = keys.find(({ KeyType }) => KeyType === type)?.AttributeName;
    const defined = definitions.find(({ AttributeName }) => AttributeName === name);
    if (name !== undefined && !defined) throw invalid(`AttributeDefinitions lacks the key ${name}`);
    return defined && { name: defined.AttributeName, type: defined.AttributeType };
  };
  const hash = attribute('HASH');
  if (!hash) throw invalid('KeySchema has no HASH key');
  return { hash, range: attribute('RANGE') };
}
