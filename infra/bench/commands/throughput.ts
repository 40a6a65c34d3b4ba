import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { BenchWorld, Rates } from './bench-world';
import { dueCharges } from './due-charges';
import { mostWithin } from './most-within';
import type { Send } from './send-charges';

const LATENCY_MS = 300;

const Window = v.object({ pk: v.string(), used: v.number() });

/** Charging for so many seconds against a Stripe that answers after 300 ms: how much of the rate is used. */
export async function throughput(world: BenchWorld, send: Send, rate: number, seconds: number) {
  const rates: Rates = { account: rate, endpoint: rate };
  await world.customer(`payer${rate}`);
  await dueCharges(world.table, `payer${rate}`, rate * (seconds + 2));
  await world.offline('POST', 'faults', { path: '/v1/payment_intents*', delay_ms: LATENCY_MS, times: 1e9 });
  await world.requests();
  const before = await world.counts();
  const began = Math.floor(Date.now() / 1000);
  const { error, cpuMs } = await send(world, rates, seconds);
  const requests = (await world.requests()).filter(({ method }) => method === 'POST');
  const after = await world.counts();
  await world.offline('DELETE', 'faults');
  const times = requests.map(({ at }) => at);
  const first = Math.min(...times);
  const sent = times.filter((at) => at < first + seconds * 1000).length / seconds;
  const writes = (kind: string) => (after[kind] ?? 0) - (before[kind] ?? 0);
  const windows = await windowsSince(world, began);
  return {
    'rate, /s': rate,
    seconds,
    requests: times.length,
    'sent, /s': round(sent),
    '% of the rate': round((100 * sent) / rate),
    'most grants in a second, endpoint': most(windows, 'rate#POST payment_intents#'),
    'most grants in a second, account': most(windows, 'rate#account#'),
    'most arrivals in 1 s': mostWithin(times, 1000),
    'most arrivals in 10 s': `${mostWithin(times, 10_000)} of ${rate * 10}`,
    'writes for the rate ÷ requests': round(writes('write rate') / times.length),
    'core of the functions': round(cpuMs / 1000 / seconds),
    failed: error ?? 'none',
  };
}

async function windowsSince({ table }: BenchWorld, second: number) {
  const all: v.InferOutput<typeof Window>[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await table.client.send(
      new ScanCommand({
        TableName: table.name,
        FilterExpression: 'begins_with(pk, :rate)',
        ExpressionAttributeValues: { ':rate': 'rate#' },
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    all.push(...v.parse(v.array(Window), page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from);
  return all.filter(({ pk }) => Number(pk.split('#').at(-1)) >= second);
}

function most(windows: v.InferOutput<typeof Window>[], prefix: string): number {
  return Math.max(0, ...windows.filter(({ pk }) => pk.startsWith(prefix)).map(({ used }) => used));
}

const round = (value: number) => Math.round(value * 100) / 100;
