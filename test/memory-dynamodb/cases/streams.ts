import { DeleteItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import {
  type _Record,
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { type Attributes, item, number, type Subject, text } from './subject';

type From = Pick<GetShardIteratorCommandInput, 'ShardIteratorType' | 'SequenceNumber'>;

/** Each case reads from where the stream ended when it began. */
export function streamCases(subject: () => Subject): void {
  const shardOf = async () => {
    const { streams, streamArn } = subject();
    const { StreamDescription: found } = await streams.send(
      new DescribeStreamCommand({ StreamArn: streamArn }),
    );
    return found?.Shards ?? [];
  };
  const iterator = async (from: From) => {
    const { streams, streamArn } = subject();
    const [shard] = await shardOf();
    const input = { StreamArn: streamArn, ShardId: shard?.ShardId, ...from };
    return (await streams.send(new GetShardIteratorCommand(input))).ShardIterator;
  };
  const read = async (ShardIterator: string | undefined, Limit?: number) =>
    subject().streams.send(new GetRecordsCommand({ ShardIterator, Limit }));
  const recordsOf = async (write: () => Promise<unknown>): Promise<_Record[]> => {
    const start = await iterator({ ShardIteratorType: 'LATEST' });
    await write();
    return (await read(start)).Records ?? [];
  };
  const told = (records: _Record[]) =>
    records.map(({ eventName, dynamodb }) => [eventName, dynamodb?.OldImage, dynamodb?.NewImage]);
  const remove = (Key: Attributes) =>
    subject().client.send(new DeleteItemCommand({ TableName: subject().table, Key }));

  it('tells of what is new, changed and gone', async () => {
    const [{ put, update }, at] = [subject(), item('stream', 'a')];
    const records = await recordsOf(async () => {
      await put({ ...at, n: number(1) });
      await update(at, { UpdateExpression: 'ADD n :n', ExpressionAttributeValues: { ':n': number(1) } });
      await remove(at);
      await update(at, { UpdateExpression: 'REMOVE n' });
    });
    expect(told(records)).toEqual([
      ['INSERT', undefined, { ...at, n: number(1) }],
      ['MODIFY', { ...at, n: number(1) }, { ...at, n: number(2) }],
      ['REMOVE', { ...at, n: number(2) }, undefined],
      ['INSERT', undefined, at],
    ]);
    expect(records[0]).toMatchObject({
      eventSource: 'aws:dynamodb',
      eventVersion: '1.1',
      eventID: expect.stringMatching(/^[-\da-f]{32,36}$/),
      dynamodb: {
        Keys: at,
        SequenceNumber: expect.stringMatching(/^\d{21}$/),
        SizeBytes: 2 * 'pkstreamska'.length + 3,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    });
    const numbers = records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? '');
    expect(numbers).toEqual([...new Set(numbers)].sort());
  });

  it('counts bytes as DynamoDB does', async () => {
    const { put } = subject();
    const values = [
      ...['0', '1', '123', '-12', '0.05', '1000', '10010', '12.345', '9'.repeat(38), '-0.001'].map(number),
      ...[text('é€😀'), { B: new Uint8Array(3) }, { BOOL: true }, { NULL: true }, { SS: ['a', 'bb'] }],
      ...[{ NS: ['1', '100'] }, { L: [] }, { L: [number(1), text('b')] }, { M: { a: { L: [text('b')] } } }],
    ];
    const records = await recordsOf(async () => {
      for (const [i, value] of values.entries()) await put(item('sizes', `${i + 10}`, { x: value }));
    });
    const keys = 2 * 'pksizessk10'.length + 'x'.length;
    expect(records.map(({ dynamodb }) => (dynamodb?.SizeBytes ?? 0) - keys)).toEqual([
      1, 2, 3, 3, 2, 2, 4, 4, 20, 3, 9, 3, 1, 1, 3, 4, 3, 8, 10,
    ]);
  });

  it('tells nothing where nothing has changed', async () => {
    const [{ put, update }, at] = [subject(), item('stream', 'same')];
    const same = { ...at, n: number(1), s: { SS: ['a', 'b'] }, m: { M: { a: number(1), b: number(2) } } };
    await put(same);
    const records = await recordsOf(async () => {
      await put({
        ...same,
        n: number('1.0'),
        s: { SS: ['b', 'a'] },
        m: { M: { b: number(2), a: number(1) } },
      });
      await update(at, { UpdateExpression: 'SET n = :n', ExpressionAttributeValues: { ':n': number(1) } });
      await update(at, { UpdateExpression: 'ADD s :s', ExpressionAttributeValues: { ':s': { SS: ['a'] } } });
      await update(at, {
        UpdateExpression: 'DELETE s :s',
        ExpressionAttributeValues: { ':s': { SS: ['z'] } },
      });
      await update(at, { UpdateExpression: 'REMOVE absent' });
      await put(at, { ConditionExpression: 'attribute_not_exists(pk)' }).catch(() => undefined);
      await remove(item('stream', 'absent'));
    });
    expect(records).toEqual([]);
  });

  it('tells of all that a transaction has changed', async () => {
    const { client, table, put } = subject();
    const [a, b, c] = ['t1', 't2', 't3'].map((sk) => item('stream', sk));
    await put({ ...a });
    await put({ ...c });
    const records = await recordsOf(() =>
      client.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            { Delete: { TableName: table, Key: a } },
            { Put: { TableName: table, Item: b } },
            { Put: { TableName: table, Item: c } },
          ],
        }),
      ),
    );
    expect(told(records)).toEqual([
      ['REMOVE', a, undefined],
      ['INSERT', undefined, b],
    ]);
  });

  it('is read from anywhere, a thousand records at most', async () => {
    const { put } = subject();
    const [first, second, third] = await recordsOf(async () => {
      for (const sk of ['r1', 'r2', 'r3']) await put(item('stream', sk));
    });
    const sequence = second?.dynamodb?.SequenceNumber;
    const from = async (type: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER', limit?: number) =>
      (await read(await iterator({ ShardIteratorType: type, SequenceNumber: sequence }), limit)).Records;
    expect(await from('AT_SEQUENCE_NUMBER')).toEqual([second, third]);
    expect(await from('AT_SEQUENCE_NUMBER', 1)).toEqual([second]);
    expect(await from('AFTER_SEQUENCE_NUMBER')).toEqual([third]);
    const all: _Record[] = [];
    let next = await iterator({ ShardIteratorType: 'TRIM_HORIZON' });
    for (let records = [first]; records.length > 0; ) {
      const page = await read(next, 7);
      expect(page.Records?.length).toBeLessThanOrEqual(7);
      records = page.Records ?? [];
      all.push(...(page.Records ?? []));
      next = page.NextShardIterator;
    }
    expect(all.slice(-3)).toEqual([first, second, third]);
    expect((await read(next)).Records).toEqual([]);
    await expect(read(next, 1001)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('has one shard, which stays open', async () => {
    const { streams, streamArn, table } = subject();
    const { Streams } = await streams.send(new ListStreamsCommand({ TableName: table }));
    expect(Streams).toMatchObject([{ StreamArn: streamArn, TableName: table }]);
    expect(await shardOf()).toEqual([
      {
        ShardId: expect.stringMatching(/^shardId-\d{20}-[\da-f]{8}$/),
        SequenceNumberRange: { StartingSequenceNumber: expect.stringMatching(/^\d{21}$/) },
      },
    ]);
    const unknown = new DescribeStreamCommand({ StreamArn: `${streamArn}x` });
    await expect(streams.send(unknown)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const wrongShard = { StreamArn: streamArn, ShardId: 'shardId-00000001795517755514-00000000' };
    const from = new GetShardIteratorCommand({ ...wrongShard, ShardIteratorType: 'LATEST' });
    await expect(streams.send(from)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
}
