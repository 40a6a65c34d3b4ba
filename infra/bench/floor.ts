import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

/** The least a function can be that stores anything: one client with its default settings, one put. */
const client = new DynamoDBClient({});

export const handler = async (): Promise<void> => {
  await client.send(new PutItemCommand({ TableName: process.env['TABLE_NAME'], Item: { pk: { S: '1' } } }));
};
