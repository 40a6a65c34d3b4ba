import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A table and the client to reach it with. */
export interface Table {
  client: DynamoDBDocumentClient;
  name: string;
}

export function openTable(name: string): Table {
  return { client: DynamoDBDocumentClient.from(new DynamoDBClient({})), name };
}
