import { BatchWriteItemCommand, DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { ulid } from 'ulid';
import { newCharge } from '../../lib/charge/new-charge';
import { chargeCodec } from '../../lib/dynamo/charge-store';
import { toWebhookItem } from '../../lib/dynamo/webhook-item';
import type { BenchStack } from './bench-stack';

const BATCH = 25;
const AT_ONCE = 12;
const FIRST = Date.parse('2026-01-01T00:00:00Z');
const APART_MS = 20_000;

/** Half a table of webhooks, half of charges, as their stores write them once they are over: keys and indexes count here. */
export async function fillTable(
  { tableName, upstream }: BenchStack,
  from: number,
  to: number,
): Promise<void> {
  // Past the meter and the local stack, which have nothing to do with it.
  const client = new DynamoDBClient({
    endpoint: upstream,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  let next = from;
  const work = async () => {
    while (next < to) {
      const begin = next;
      next = Math.min(to, next + BATCH);
      let requests: WriteRequest[] = Array.from({ length: next - begin }, (_, i) => ({
        PutRequest: { Item: marshall(itemOf(begin + i), { removeUndefinedValues: true }) },
      }));
      while (requests.length > 0) {
        const { UnprocessedItems } = await client.send(
          new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }),
        );
        requests = UnprocessedItems?.[tableName] ?? [];
      }
      if (begin % 10_000 === 0) process.stderr.write(`\r${begin} of ${to} records`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  process.stderr.write(`\r${to} of ${to} records\n`);
  client.destroy();
}

function itemOf(number: number): Record<string, unknown> {
  const now = FIRST + number * APART_MS;
  if (number % 2 === 0) {
    const time = new Date(now).toISOString();
    return toWebhookItem({
      id: `evt_filler${number}`,
      event_type: 'payout.paid',
      livemode: false,
      created: time,
      updated: time,
      version: 2,
      is_parsed: true,
      parse_error: null,
      replays: 0,
      raw_expired_at: null,
      about: null,
    });
  }
  const input = {
    owner: `owner-${number % 10_000}`,
    amount: 1_000,
    currency: 'usd',
    description: 'An order',
    comment: '',
    statement_descriptor: '',
    source_type: null,
    source_id: null,
    is_manual_charge: false,
  };
  const charge = newCharge(input, false, ulid(now), now);
  return chargeCodec.toItem({ ...charge, state: 'charged', stripe_charge_id: `ch_filler${number}` });
}
