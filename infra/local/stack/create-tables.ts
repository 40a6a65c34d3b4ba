import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTable } from '../dynamodb/create-table';
import type { StreamAlias } from '../dynamodb/dynamodb-service';
import { tableSchema } from '../dynamodb/table-schema';
import { region } from '../template/identity';
import type { Resources } from '../template/resources';

/** How this process itself speaks to DynamoDB Local, which takes any credentials. */
export const upstreamClient = (endpoint: string) => ({
  endpoint,
  region,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

/** Creates the template's tables; tells where their streams are. */
export async function createTables(resources: Resources, dynamoDbUrl: string): Promise<StreamAlias[]> {
  const client = new DynamoDBClient(upstreamClient(dynamoDbUrl));
  const streams: StreamAlias[] = [];
  for (const table of resources.claim('AWS::DynamoDB::Table', tableSchema)) {
    const upstreamArn = await createTable(client, table);
    const arn = table.attributes.StreamArn;
    if (upstreamArn !== undefined && arn !== undefined) streams.push({ arn, upstreamArn });
  }
  client.destroy();
  return streams;
}
