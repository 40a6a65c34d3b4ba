import fc from 'fast-check';
import * as v from 'valibot';
import { type RandomOperation, randomOperations } from './cases/random-operations';
import { openSubject, type Subject } from './cases/subject';
import { type MemoryDynamoDb, startMemoryDynamoDb } from './start';

/** A table, and where it is. */
interface Place {
  url: string;
  subject: Subject;
}

let memory: MemoryDynamoDb;
let both: Place[];
beforeAll(async () => {
  memory = await startMemoryDynamoDb();
  const urls = [process.env['TEST_DYNAMODB_URL'] ?? '', memory.url];
  both = await Promise.all(urls.map(async (url) => ({ url, subject: await openSubject(url) })));
});
afterAll(async () => {
  for (const { subject } of both) subject.close();
  await memory.close();
});

it('answers every sequence of operations as DynamoDB Local does, and keeps and tells the same', async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(randomOperations, async (sequence) => {
      runs += 1;
      const [local, own] = await Promise.all(both.map((place) => answersOf(place, sequence, `run ${runs}`)));
      expect(own).toEqual(local);
    }),
    { numRuns: 25 },
  );
  const [items, ownItems] = await Promise.all(both.map(contents));
  expect(ownItems).toEqual(items);
  const [changes, ownChanges] = await Promise.all(both.map(changesOf));
  expect(ownChanges).toEqual(changes);
});

async function answersOf(place: Place, sequence: RandomOperation[], run: string): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const { operation, input } of sequence) {
    const answer =
      operation === 'Query' ? allPages(place, input, run) : answerOf(place, operation, input, run);
    answers.push(await answer);
  }
  return answers;
}

/** The pages of a query; whether an empty one ends them is up to DynamoDB, which sometimes knows that it is empty. */
async function allPages(place: Place, input: object, run: string): Promise<unknown[]> {
  const pages: unknown[] = [];
  let from: unknown;
  do {
    const page = await answerOf(place, 'Query', { ...input, ExclusiveStartKey: from }, run);
    if (v.is(EmptyPage, page)) break;
    pages.push({ ...page, LastEvaluatedKey: undefined });
    from = 'LastEvaluatedKey' in page ? page.LastEvaluatedKey : undefined;
  } while (from);
  return pages;
}

const EmptyPage = v.object({ ScannedCount: v.literal(0) });

const Failure = v.object({
  __type: v.pipe(
    v.string(),
    v.transform((type) => type.split('#')[1]),
  ),
  Item: v.optional(v.unknown()),
  CancellationReasons: v.optional(v.array(v.object({ Code: v.string(), Item: v.optional(v.unknown()) }))),
});

/** What is answered, without what nobody has asked for and the wording of errors. */
async function answerOf({ url, subject }: Place, operation: string, input: object, run: string) {
  const service = /Stream|Shard|Records/.test(operation) ? 'DynamoDBStreams_20120810' : 'DynamoDB_20120810';
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `${service}.${operation}`,
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, Signature=x',
    },
    body: JSON.stringify(input).replaceAll('"TABLE"', `"${subject.table}"`).replaceAll('"RUN ', `"${run} `),
  });
  const answer = v.parse(
    v.record(v.string(), v.unknown()),
    JSON.parse(await response.text(), withPlainZeros),
  );
  if (response.ok) return { ...answer, ConsumedCapacity: undefined };
  const { CancellationReasons: reasons, ...failure } = v.parse(Failure, answer);
  // A transaction with a write that cannot be done on the item as it is: DynamoDB cancels it with a reason, as its
  // reference says; DynamoDB Local often refuses the whole request.
  const isInvalid = reasons?.some(({ Code }) => Code === 'ValidationError');
  return isInvalid ? { __type: 'ValidationException' } : { ...failure, reasons };
}

/** DynamoDB Local writes a difference that is nothing as `0.0`, or with more zeros. */
function withPlainZeros(name: string, value: unknown): unknown {
  return name === 'N' && typeof value === 'string' && /^0\.0+$/.test(value) ? '0' : value;
}

const Page = v.object({ Items: v.array(v.unknown()), LastEvaluatedKey: v.optional(v.unknown()) });

async function contents(place: Place): Promise<unknown[]> {
  const found: unknown[] = [];
  let from: unknown;
  do {
    const request = { TableName: 'TABLE', ExclusiveStartKey: from };
    const page = v.parse(Page, await answerOf(place, 'Scan', request, ''));
    found.push(...page.Items);
    from = page.LastEvaluatedKey;
  } while (from);
  return found.sort(byKeys);
}

const Iterator = v.object({ ShardIterator: v.string() });
const Stream = v.object({
  StreamDescription: v.object({ Shards: v.tuple([v.object({ ShardId: v.string() })]) }),
});
const Image = v.optional(v.record(v.string(), v.unknown()));
const Change = v.object({ SizeBytes: v.number(), OldImage: Image, NewImage: Image });
const Changes = v.array(v.object({ eventName: v.string(), dynamodb: Change }));
const Records = v.object({
  Records: Changes,
  NextShardIterator: v.string(),
});

async function changesOf(place: Place): Promise<unknown[]> {
  const StreamArn = place.subject.streamArn;
  const described = v.parse(Stream, await answerOf(place, 'DescribeStream', { StreamArn }, ''));
  const [{ ShardId }] = described.StreamDescription.Shards;
  const first = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
  let next = v.parse(Iterator, await answerOf(place, 'GetShardIterator', first, '')).ShardIterator;
  const found: unknown[] = [];
  for (;;) {
    const page = v.parse(Records, await answerOf(place, 'GetRecords', { ShardIterator: next }, ''));
    if (page.Records.length === 0) return found;
    // In a stream's records, DynamoDB Local leaves the type of an empty map out.
    found.push(...v.parse(Changes, JSON.parse(JSON.stringify(page.Records).replaceAll('{"M":{}}', '{}'))));
    next = page.NextShardIterator;
  }
}

const keysOf = (item: unknown): string => JSON.stringify(item, ['pk', 'sk', 'S']);
const byKeys = (a: unknown, b: unknown) => (keysOf(a) < keysOf(b) ? -1 : 1);
