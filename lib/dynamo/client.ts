import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A table and the client to reach it with. */
export interface Table {
  client: DynamoDBDocumentClient;
  name: string;
}

/** `config`: how to reach AWS, if not as the environment says. */
export function openTable(name: string, config: DynamoDBClientConfig = {}): Table {
  return { client: DynamoDBDocumentClient.from(new DynamoDBClient(config)), name };
}
