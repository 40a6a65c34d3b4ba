import { DescribeTimeToLiveCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { conditionCases } from './cases/conditions';
import { itemCases } from './cases/items';
import { queryCases } from './cases/queries';
import { streamCases } from './cases/streams';
import { item, openSubject, refused, type Subject } from './cases/subject';
import { tableCases } from './cases/tables';
import { transactionCases } from './cases/transactions';
import { updateCases } from './cases/updates';
import { type MemoryDynamoDb, startMemoryDynamoDb } from './start';

let memory: MemoryDynamoDb;
beforeAll(async () => {
  memory = await startMemoryDynamoDb();
});
afterAll(() => memory.close());

// What one of the two does, the other does: only so may a test that runs on memory speak for AWS.
describe.each([
  ['DynamoDB Local', () => process.env['TEST_DYNAMODB_URL'] ?? ''],
  ['DynamoDB in memory', () => memory.url],
])('%s', (_, url) => {
  let subject: Subject;
  beforeAll(async () => {
    subject = await openSubject(url());
  });
  afterAll(() => subject.close());
  const get = () => subject;

  describe('a table', () => tableCases(get));
  describe('an item', () => itemCases(get));
  describe('a condition', () => conditionCases(get));
  describe('an update', () => updateCases(get));
  describe('a query', () => queryCases(get));
  describe('a transaction', () => transactionCases(get));
  describe('the stream', () => streamCases(get));
});

describe('DynamoDB in memory alone', () => {
  it('refuses by name what it does not know', async () => {
    const { client, table, close } = await openSubject(memory.url);
    const unknown = {
      name: 'UnknownOperationException',
      message: expect.stringMatching('DescribeTimeToLive'),
    };
    await expect(client.send(new DescribeTimeToLiveCommand({ TableName: table }))).rejects.toMatchObject(
      unknown,
    );
    const old = new PutItemCommand({
      TableName: table,
      Item: item('a', 'b'),
      Expected: { pk: { Exists: false } },
    });
    await expect(client.send(old)).rejects.toMatchObject(
      refused('Expected is not known to DynamoDB in memory'),
    );
    close();
  });

  it('gives the changes without being asked over HTTP', async () => {
    const { put, table, close } = await openSubject(memory.url);
    for (const sk of ['a', 'b', 'c']) await put(item('changes', sk));
    const seen = memory.changes(table, 1).map(({ eventName, dynamodb }) => [eventName, dynamodb.NewImage]);
    expect(seen).toEqual(['b', 'c'].map((sk) => ['INSERT', item('changes', sk)]));
    expect(memory.changes(table, 3)).toEqual([]);
    close();
  });
});
