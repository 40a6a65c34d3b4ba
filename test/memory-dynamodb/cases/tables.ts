import {
  CreateTableCommand,
  DescribeTableCommand,
  GetItemCommand,
  ListTablesCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { recordsTableInput } from '../../fixtures/records-table';
import { item, refused, type Subject } from './subject';

export function tableCases(subject: () => Subject): void {
  it('describes and lists what was created, once', async () => {
    const { client, table, streamArn } = subject();
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
    const { GlobalSecondaryIndexes: indexes, BillingMode: _, ...input } = recordsTableInput(table);
    expect(Table).toMatchObject({
      ...input,
      TableStatus: 'ACTIVE',
      LatestStreamArn: streamArn,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    expect(Table?.GlobalSecondaryIndexes).toHaveLength(indexes.length);
    expect(Table?.GlobalSecondaryIndexes).toEqual(
      expect.arrayContaining(
        indexes.map((index) => expect.objectContaining({ ...index, IndexStatus: 'ACTIVE' })),
      ),
    );
    expect((await client.send(new ListTablesCommand())).TableNames).toContain(table);
    await expect(client.send(new CreateTableCommand(recordsTableInput(table)))).rejects.toMatchObject(
      refused('Cannot create preexisting table', 'ResourceInUseException'),
    );
  });

  it('takes a time to live', async () => {
    const { client, table } = subject();
    const TimeToLiveSpecification = { AttributeName: 'expires_at', Enabled: true };
    const command = () => new UpdateTimeToLiveCommand({ TableName: table, TimeToLiveSpecification });
    expect((await client.send(command())).TimeToLiveSpecification).toEqual(TimeToLiveSpecification);
    await expect(client.send(command())).rejects.toMatchObject(refused('TimeToLive is already enabled'));
  });

  it('knows no other tables', async () => {
    const { client } = subject();
    const absent = refused('Cannot do operations on a non-existent table', 'ResourceNotFoundException');
    const get = new GetItemCommand({ TableName: 'absent', Key: item('a', 'b') });
    await expect(client.send(get)).rejects.toMatchObject(absent);
    const describe = new DescribeTableCommand({ TableName: 'absent' });
    await expect(client.send(describe)).rejects.toMatchObject(absent);
  });
}
