import type { Outcome } from '../../../../infra/local/lambda/execution-environment';
import type { Mapping } from '../../../../infra/local/lambda/mapping-schema';
import { createLane } from '../../../../infra/local/streams/lane';
import type { StreamRecord } from '../../../../infra/local/streams/stream-record';
import { eventually } from '../running-stack';

const mapping: Mapping = {
  id: 'm',
  FunctionName: 'f',
  EventSourceArn: 'arn',
  Enabled: true,
  BatchSize: 4,
  MaximumBatchingWindowInSeconds: 0,
  FunctionResponseTypes: ['ReportBatchItemFailures'],
  BisectBatchOnFunctionError: false,
  MaximumRecordAgeInSeconds: -1,
  MaximumRetryAttempts: 1,
  ParallelizationFactor: 1,
};
const dayMs = 86_400_000;
const record = (sequenceNumber: string, seenAt = 0): StreamRecord => ({
  sequenceNumber,
  seenAt,
  shardId: 's',
  keys: '',
  event: {},
});
const failing = (...items: string[]): Outcome => ({
  payload: JSON.stringify({ batchItemFailures: items.map((itemIdentifier) => ({ itemIdentifier })) }),
});
const broken: Outcome = { error: { errorType: 'Error', errorMessage: 'no' } };

/** Pushes records 1 to 4 into a lane whose function answers as given; returns what it saw. */
async function run(
  changes: Partial<Mapping>,
  answer: (batch: string[]) => Outcome,
  until: number,
  now = () => 0,
  lastSeenAt = 0,
) {
  const batches: string[] = [];
  const discarded: string[] = [];
  const stopping = new AbortController();
  const lane = createLane({
    mapping: { ...mapping, ...changes },
    retentionMs: dayMs,
    now,
    invoke: async (records) => {
      const batch = records.map((each) => each.sequenceNumber);
      batches.push(batch.join(''));
      return answer(batch);
    },
    discard: (records, condition) =>
      discarded.push(`${condition} ${records.map((each) => each.sequenceNumber).join('')}`),
  });
  for (const number of ['1', '2', '3']) lane.push(record(number));
  lane.push(record('4', lastSeenAt));
  const running = lane.run(stopping.signal);
  await eventually(() => (batches.length + discarded.length >= until ? true : undefined));
  stopping.abort();
  await running;
  return { batches, discarded };
}

it('goes on after the last batch when nothing failed', async () => {
  const { batches } = await run({ BatchSize: 3 }, () => failing(), 2);
  expect(batches).toEqual(['123', '4']);
});

it('starts again at the first item that is reported', async () => {
  let first = true;
  const answer = () => (first ? failing('3', '2') : failing());
  const { batches } = await run(
    {},
    () => {
      const outcome = answer();
      first = false;
      return outcome;
    },
    2,
  );
  expect(batches).toEqual(['1234', '234']);
});

it('repeats the whole batch, then gives it up', async () => {
  const { batches, discarded } = await run({}, () => broken, 3);
  expect({ batches, discarded }).toEqual({
    batches: ['1234', '1234'],
    discarded: ['RetryAttemptsExhausted 1234'],
  });
});

it('bisects down to the record that fails and gives up that one only', async () => {
  const changes = { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 0 };
  const { batches, discarded } = await run(changes, (batch) => (batch.includes('3') ? broken : failing()), 6);
  expect({ batches, discarded }).toEqual({
    batches: ['1234', '12', '34', '3', '4'],
    discarded: ['RetryAttemptsExhausted 3'],
  });
});

it('takes a report that names a stranger for a failure of the batch', async () => {
  const { discarded } = await run({ MaximumRetryAttempts: 0 }, () => failing('9'), 2);
  expect(discarded).toEqual(['RetryAttemptsExhausted 1234']);
});

it('gives up records that are too old without a try', async () => {
  const { batches, discarded } = await run(
    { MaximumRecordAgeInSeconds: 60 },
    () => failing(),
    1,
    () => 61_000,
  );
  expect({ batches, discarded }).toEqual({ batches: [], discarded: ['RecordAgeExceeded 1234'] });
});

it('forgets records that are older than the stream’s memory, also between two tries', async () => {
  let now = 0;
  const answer = (batch: string[]) => {
    now = dayMs + 1;
    return batch.includes('1') ? broken : failing();
  };
  const changes = { BatchSize: 3, MaximumRetryAttempts: -1 };
  const { batches, discarded } = await run(changes, answer, 2, () => now, dayMs);
  expect({ batches, discarded }).toEqual({ batches: ['123', '4'], discarded: [] });
});
