import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { SummaryView } from '../../../lib/command/command';
import { countDue } from '../../../lib/dynamo/due';
import { dueList } from '../../../lib/dynamo/keys';
import { positionStore } from '../../../lib/dynamo/position-store';
import type { BenchWorld } from './bench-world';
import { dueCharges } from './due-charges';
import type { Invoked } from './function-host';
import { KEPT_BACK_MS } from './send-charges';

const FAST = { account: 1000, endpoint: 1000 };
const OWNERS = 20;
/** Continuations in whose middle the function is killed; early, so that the memory of one process is seen for long. */
const KILLED = [2, 5];
const THROTTLE_EVERY = 97;
/** One of them before each continuation; none that leaves open for a day what came of a request. */
const FAULTS = [
  { status: 429, times: 2 },
  { status: 500, times: 1, when: 'after', method: 'POST' },
  { disconnect: true, times: 1, when: 'before' },
  { disconnect: true, times: 1, when: 'after' },
  { status: 503, times: 2, when: 'before', method: 'GET' },
  { delay_ms: 400, times: 5 },
];
const MOST_ROUNDS = 60;
const ROUND_MS = 3_000;

/** `charge-stripe` on many due charges, in short runs, with faults: what was paid, and what the function held. */
export async function continuations(
  world: BenchWorld,
  records: number,
  runMs: number,
  tell: (line: string) => void,
) {
  for (let i = 0; i < OWNERS; i += 1) await world.customer(`owner${i}`);
  for (let i = 0; i < OWNERS; i += 1) {
    await dueCharges(world.table, `owner${i}`, Math.floor((records + i) / OWNERS));
  }
  tell(`${records} charges are due`);
  await world.throttle(THROTTLE_EVERY);
  const positions = positionStore(world.table);
  const runs: { processed: number; memory: Invoked['memory'] }[] = [];
  let fn = world.start('charge-stripe', FAST);
  let fromScratch = 0;
  let isDone = false;
  const began = Date.now();
  for (let i = 0; !isDone; i += 1) {
    await world.offline('POST', 'faults', { path: '/v1/payment_intents*', ...FAULTS[i % FAULTS.length] });
    if (i > 0 && (await positions.load('charge-stripe')) === null) fromScratch += 1;
    if (KILLED.includes(i)) {
      const broken = fn.invoke({}, KEPT_BACK_MS + runMs).catch(() => null);
      await sleep(runMs / 2);
      await fn.kill();
      await broken;
      fn = world.start('charge-stripe', FAST);
      continue;
    }
    const { result, error, memory } = await fn.invoke({}, KEPT_BACK_MS + runMs);
    const { processed } = v.parse(SummaryView, error === null ? result : JSON.parse(error));
    runs.push({ processed, memory });
    isDone = (await positions.load('charge-stripe')) === null;
    if (i % 10 === 0) tell(`continuation ${i + 1}: ${processed} charges, ${show(memory)}`);
  }
  await fn.kill();
  const seconds = (Date.now() - began) / 1000;
  await world.throttle(0);
  await world.offline('DELETE', 'faults');
  const rounds = await comeToRest(world, tell);
  const steady = runs.slice(Math.floor(runs.length / 10));
  const part = Math.max(1, Math.floor(steady.length / 5));
  const mean = (some: typeof runs, of: keyof Invoked['memory']) =>
    some.reduce((sum, { memory }) => sum + memory[of], 0) / some.length;
  const ratio = (of: keyof Invoked['memory']) =>
    round(mean(steady.slice(-part), of) / mean(steady.slice(0, part), of));
  const step = Math.max(1, Math.ceil(runs.length / 12));
  return {
    memory: Object.fromEntries(
      runs
        .map(
          ({ processed, memory }, i) =>
            [i + 1, { processed, 'heap MB': round(memory.heapMb), 'RSS MB': round(memory.rssMb) }] as const,
        )
        .filter(([i]) => i === 1 || i % step === 0 || i === runs.length),
    ),
    summary: {
      'due charges': records,
      continuations: runs.length,
      'killed in the middle': KILLED.length,
      'of them from scratch': fromScratch,
      'records looked at ÷ due charges': round(
        runs.reduce((sum, { processed }) => sum + processed, 0) / records,
      ),
      ...(await payments(world)),
      'rounds of recovery': rounds,
      'charges a second': round(records / seconds),
      'heap, late ÷ early': ratio('heapMb'),
      'RSS, late ÷ early': ratio('rssMb'),
    },
  };
}

/** The schedules, until nothing is due and no operation is open. */
async function comeToRest(world: BenchWorld, tell: (line: string) => void): Promise<number> {
  const recover = world.start('recover-operations', FAST);
  const charge = world.start('charge-stripe', FAST);
  const left = () =>
    Promise.all(
      [dueList('charge'), 'operation'].map((list) =>
        countDue(world.table, [{ index: 'gsi6', list, until: '9' }]),
      ),
    );
  let round = 0;
  for (; round < MOST_ROUNDS; round += 1) {
    const [due = 0, open = 0] = await left();
    if (due + open === 0) break;
    tell(`${due} due, ${open} open`);
    if (round > 0) await sleep(ROUND_MS);
    await recover.invoke({}, 900_000);
    await charge.invoke({}, 900_000);
  }
  await Promise.all([recover.kill(), charge.kill()]);
  return round;
}

/** What was paid at Stripe, by charge. */
async function payments({ stripe }: BenchWorld) {
  const paid = new Map<string, number>();
  let from: string | undefined;
  for (;;) {
    const page = await stripe.paymentIntents.list({ limit: 100, ...(from && { starting_after: from }) });
    for (const { status, metadata } of page.data) {
      const id = metadata['aa_stripe_id'];
      if (status === 'succeeded' && id !== undefined) paid.set(id, (paid.get(id) ?? 0) + 1);
    }
    from = page.data.at(-1)?.id;
    if (!page.has_more) break;
  }
  return { paid: paid.size, 'paid twice': [...paid.values()].filter((count) => count > 1).length };
}

const show = ({ heapMb, rssMb }: Invoked['memory']) => `heap ${round(heapMb)} MB, RSS ${round(rssMb)} MB`;
const round = (value: number) => Math.round(value * 100) / 100;
