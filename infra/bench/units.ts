import { benchStack } from './bench-stack';
import { everydayWork, measureWork, type Row, unitsOf } from './everyday-work';
import { printMachine, round } from './print';

/**
 * `npm run bench:units`: request units that what users do costs at the table, with all that follows from it on the stream,
 * counted by DynamoDB Local call by call while the product's template runs.
 */
async function main(): Promise<void> {
  const stack = await benchStack();
  try {
    const rows = await measureWork(stack, everydayWork(stack, { webhooks: 40, records: 10 }));
    printMachine(1);
    console.table(Object.fromEntries(rows.map((row) => [row.what, rowOf(row)])));
  } finally {
    await stack.stop();
  }
}

function rowOf(row: Row) {
  const of = [...row.units].map(([name, amount]) => `${name} ${round(amount / row.per)}`);
  return { ...unitsOf(row), of: of.join(', ') };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
