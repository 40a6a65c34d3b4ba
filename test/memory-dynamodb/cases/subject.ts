import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { recordsTableInput } from '../../fixtures/records-table';

export type Attributes = Record<string, AttributeValue>;

/** A DynamoDB under test, and a table of the product's shape on it, with a stream. */
export interface Subject {
  client: DynamoDBClient;
  streams: DynamoDBStreamsClient;
  table: string;
  streamArn: string;
  put(item: Attributes, more?: Partial<PutItemCommandInput>): Promise<Attributes | undefined>;
  update(key: Attributes, more: Partial<UpdateItemCommandInput>): Promise<Attributes | undefined>;
  get(key: Attributes): Promise<Attributes | undefined>;
  close(): void;
}

export async function openSubject(endpoint: string): Promise<Subject> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const configuration = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
  const client = new DynamoDBClient(configuration);
  const table = `contract-${randomUUID()}`;
  const created = await client.send(
    new CreateTableCommand({
      ...recordsTableInput(table),
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  const streams = new DynamoDBStreamsClient(configuration);
  return {
    client,
    streams,
    table,
    streamArn: created.TableDescription?.LatestStreamArn ?? '',
    put: async (Item, more = {}) =>
      (await client.send(new PutItemCommand({ TableName: table, Item, ...more }))).Attributes,
    update: async (Key, more) =>
      (await client.send(new UpdateItemCommand({ TableName: table, Key, ...more }))).Attributes,
    get: async (Key) => (await client.send(new GetItemCommand({ TableName: table, Key }))).Item,
    close() {
      client.destroy();
      streams.destroy();
    },
  };
}

/** A key, or an item with more attributes. */
export const item = (pk: string, sk: string, more: Attributes = {}): Attributes => ({
  pk: { S: pk },
  sk: { S: sk },
  ...more,
});

export const number = (value: number | string): AttributeValue => ({ N: String(value) });
export const text = (value: string): AttributeValue => ({ S: value });

/** Those of `values` that an expression uses; there must be no others. */
export function valuesFor(expression: string, values: Attributes) {
  const used = new Set(expression.match(/:\w+/g));
  const given = Object.entries(values).filter(([name]) => used.has(name));
  return given.length > 0 ? { ExpressionAttributeValues: Object.fromEntries(given) } : {};
}

export const refused = (message: string | RegExp, name = 'ValidationException') => ({
  name,
  message: typeof message === 'string' ? message : expect.stringMatching(message),
});
