import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchStack } from './bench-stack';
import { everydayWork, measureWork, type Row, usageOf } from './everyday-work';
import { printMachine, round } from './print';

/**
 * `npm run bench:units [-- --save]`: request units that what users do costs at the table, with all that follows from it on
 * the stream, counted by DynamoDB Local call by call while the product's template runs. Saved, it is what `npm run cost`
 * reckons with.
 */
const SAVED = join(__dirname, '../../docs/measured/units.json');

async function main(): Promise<void> {
  const stack = await benchStack();
  try {
    const rows = await measureWork(stack, everydayWork(stack, { webhooks: 40, records: 10 }));
    printMachine(1);
    console.table(Object.fromEntries(rows.map((row) => [row.what, rowOf(row)])));
    if (process.argv.includes('--save')) {
      const date = new Date().toISOString().slice(0, 10);
      const usage = Object.fromEntries(rows.map((row) => [row.what, usageOf(row)]));
      writeFileSync(SAVED, `${JSON.stringify({ date, usage }, null, 2)}\n`);
    }
  } finally {
    await stack.stop();
  }
}

function rowOf(row: Row) {
  const { write, read, ...counts } = usageOf(row);
  const of = [...row.units].map(([name, amount]) => `${name} ${round(amount / row.per)}`);
  return { write, read, all: round(write + read), ...counts, of: of.join(', ') };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
