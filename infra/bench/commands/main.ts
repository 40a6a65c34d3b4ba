import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { benchWorld, WORKERS } from './bench-world';
import { continuations } from './continuations';
import { requestsPerRefresh } from './requests-per-refresh';
import { requestsPerUseCase } from './requests-per-use-case';
import { byOneRun, byWorkers } from './send-charges';
import { throughput } from './throughput';

const SENDERS = [
  ['throughput', 'one run', byOneRun],
  ['workers', `${WORKERS} workers`, byWorkers],
] as const;
const ROWS = ['requests', 'refreshes', 'throughput', 'workers', 'continuations'];
const USAGE = `Usage: npm run bench:commands -- [ROW…] [--seconds N] [--rates N,…] [--records N] [--in-memory] [--run-ms N]

  ROW          ${ROWS.join(', ')}; all of them unless named
  --seconds N  how long charges are made for each rate (60)
  --rates N,…  requests a second that Stripe grants (25,100)
  --records N  due charges for the continuations (2000)
  --in-memory  these on a table in memory instead of DynamoDB Local, for large runs
  --run-ms N   how long each of their runs may work (1500)`;

/** `npm run bench:commands`: what commands ask of Stripe and the table, and how much of Stripe's rate they use. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '60' },
      rates: { type: 'string', default: '25,100' },
      records: { type: 'string', default: '2000' },
      'run-ms': { type: 'string', default: '1500' },
      'in-memory': { type: 'boolean', default: false },
    },
  });
  const rates = values.rates.split(',').map(Number);
  const [seconds, records, runMs] = [values.seconds, values.records, values['run-ms']].map(Number);
  const isWrong = [...rates, seconds, records, runMs].some(
    (n) => n === undefined || !Number.isInteger(n) || n < 1,
  );
  if (isWrong || positionals.some((row) => !ROWS.includes(row))) {
    process.stderr.write(`${USAGE}\n`);
    process.exitCode = 2;
    return;
  }
  const isAsked = (row: string) => positionals.length === 0 || positionals.includes(row);
  const tell = (line: string) => void process.stderr.write(`${line}\n`);
  console.log(`Node ${process.version}, ${availableParallelism()} cores`);
  await inWorld(true, async (world) => {
    if (isAsked('requests')) console.table(await requestsPerUseCase(world));
    if (isAsked('refreshes')) console.table(await requestsPerRefresh(world, 250));
  });
  for (const rate of rates) {
    for (const [row, who, send] of SENDERS.filter(([name]) => isAsked(name))) {
      tell(`${row}: ${who}, ${rate} requests a second, ${seconds} s …`);
      await inWorld(true, async (world) =>
        console.table({ by: who, ...(await throughput(world, send, rate, seconds ?? 0)) }),
      );
    }
  }
  if (!isAsked('continuations')) return;
  await inWorld(values['in-memory'], async (world) => {
    const { memory, summary } = await continuations(world, records ?? 0, runMs ?? 0, tell);
    console.table(memory);
    console.table(summary);
  });
}

async function inWorld(
  isInMemory: boolean,
  use: (world: Awaited<ReturnType<typeof benchWorld>>) => Promise<void>,
): Promise<void> {
  const world = await benchWorld(isInMemory);
  try {
    await use(world);
  } finally {
    await world.end();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
