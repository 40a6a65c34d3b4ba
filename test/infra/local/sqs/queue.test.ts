import * as v from 'valibot';
import { createQueue } from '../../../../infra/local/sqs/queue';
import { queueSchema } from '../../../../infra/local/sqs/queue-schema';

function setUp(properties: Record<string, unknown> = {}) {
  const time = { now: 0 };
  const letters: string[] = [];
  const queue = createQueue({
    name: 'q',
    arn: 'arn:aws:sqs:us-east-1:000000000000:q',
    url: 'http://aws/q',
    properties: v.parse(queueSchema, properties),
    now: () => time.now,
    onDeadLetter: ({ body }) => letters.push(body),
  });
  return { time, letters, queue };
}

it('hides a received message for the visibility timeout, until it is deleted', () => {
  const { time, queue } = setUp({ VisibilityTimeout: 10 });
  queue.send('a');
  const [first] = queue.receive(10);
  expect(queue.receive(10)).toEqual([]);
  time.now = 10_000;
  const [second] = queue.receive(10);
  expect([first?.receiveCount, second?.receiveCount]).toEqual([1, 2]);
  queue.delete(first?.receiptHandle ?? '');
  expect(queue.messages).toHaveLength(1);
  queue.delete(second?.receiptHandle ?? '');
  expect(queue.messages).toHaveLength(0);
});

it('shows a delayed message later, and forgets one after its retention', () => {
  const { time, queue } = setUp({ MessageRetentionPeriod: 60 });
  queue.send('a', {}, 5);
  expect(queue.receive(1)).toEqual([]);
  time.now = 5000;
  expect(queue.receive(1)).toHaveLength(1);
  time.now = 60_000;
  expect(queue.messages).toEqual([]);
});

it('gives up a message that was received too often', () => {
  const redrive = { deadLetterTargetArn: 'arn', maxReceiveCount: 2 };
  const { letters, queue } = setUp({ VisibilityTimeout: 0, RedrivePolicy: redrive });
  queue.send('a');
  expect([queue.receive(1).length, queue.receive(1).length, queue.receive(1).length]).toEqual([1, 1, 0]);
  expect(letters).toEqual(['a']);
});
