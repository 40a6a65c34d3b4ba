import { parseArgs } from 'node:util';
import { reportTable } from './report-table';
import { runChaos } from './run-chaos';
import { startWorld } from './start-world';

const USAGE = `Usage: npm run chaos -- [--events N] [--seed N] [--memory]

  --events N  at least so many events are made (1000)
  --seed N    the same seed makes the same choices (another one each time)
  --memory    on a table kept in memory instead of DynamoDB Local: faster, for large runs`;

/** `npm run chaos`: exit code 0 if nothing was lost, doubled or different, 1 if something was, 2 for wrong usage. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { events: { type: 'string' }, seed: { type: 'string' }, memory: { type: 'boolean' } },
  });
  const events = Number(values.events ?? 1_000);
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  if (!Number.isInteger(events) || events < 1 || !Number.isInteger(seed)) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const tell = (line: string) => void process.stderr.write(`${line}\n`);
  tell(`seed ${seed}; the local stack starts …`);
  const { world, end } = await startWorld(values.memory ?? false);
  try {
    const report = await runChaos(world, { events, seed, tell });
    process.stdout.write(`${reportTable(report)}\n`);
    const isWhole = [report.stored, report.signalled, report.parsed].every(
      (count) => count === report.deliveries.made,
    );
    return isWhole && report.differences.length === 0 && report.doubled === 0 ? 0 : 1;
  } finally {
    await end();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
