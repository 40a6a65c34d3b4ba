import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

/** The least a function can be that stores anything: one client with its default settings, one put. */
const client = new DynamoDBClient({});

/** `raw`: what to store, in base64. */
export const handler = async ({ id = '1', raw = '' }: { id?: string; raw?: string }): Promise<object> => {
  const Item = { pk: { S: id }, sk: { S: 'floor' }, raw: { B: Buffer.from(raw, 'base64') } };
  return client.send(new PutItemCommand({ TableName: process.env['TABLE_NAME'], Item }));
};
