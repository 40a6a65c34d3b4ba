import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { Resource } from '../template/resources';
import type { TableProperties } from './table-schema';

/** Creates the table as the template says, or keeps the one that is there. Returns the ARN of its stream upstream. */
export async function createTable(
  client: DynamoDBClient,
  { ref: name, properties }: Resource<TableProperties>,
): Promise<string | undefined> {
  try {
    await client.send(new CreateTableCommand(createTableInput(name, properties)));
    const ttl = properties.TimeToLiveSpecification;
    if (ttl) {
      await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification: ttl }));
    }
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  const { Table: table } = await client.send(new DescribeTableCommand({ TableName: name }));
  return table?.LatestStreamArn;
}

function createTableInput(name: string, properties: TableProperties): CreateTableCommandInput {
  const withoutInsights = (indexes: TableProperties['GlobalSecondaryIndexes']) =>
    indexes?.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }));
  return {
    TableName: name,
    BillingMode: properties.BillingMode,
    KeySchema: properties.KeySchema,
    AttributeDefinitions: properties.AttributeDefinitions,
    GlobalSecondaryIndexes: withoutInsights(properties.GlobalSecondaryIndexes),
    LocalSecondaryIndexes: withoutInsights(properties.LocalSecondaryIndexes),
    ...(properties.StreamSpecification && {
      StreamSpecification: { StreamEnabled: true, ...properties.StreamSpecification },
    }),
  };
}
