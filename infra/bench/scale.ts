import { parseArgs } from 'node:util';
import { benchStack } from './bench-stack';
import { everydayWork, measureWork, type Row, usageOf } from './everyday-work';
import { fillTable } from './fill-table';
import { hotKeys } from './hot-keys';
import { printMachine, round } from './print';

/**
 * `npm run bench:scale [-- --records N]`: whether what users do costs more units in a large table than in a small one, on
 * DynamoDB Local; and how many writes a second its busiest keys get from webhooks.
 */
const SMALL = 1_000;
const LARGE = 50_000;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { records: { type: 'string', default: String(LARGE) } } });
  const large = Number(values.records);
  if (!Number.isSafeInteger(large) || large <= SMALL)
    throw new Error(`--records must be a whole number above ${SMALL}.`);
  const stack = await benchStack();
  try {
    const at = async (records: number, before: number): Promise<Row[]> => {
      await fillTable(stack, before, records);
      return measureWork(stack, everydayWork(stack, { webhooks: 20, records: 5 }, `${records}-`));
    };
    const small = await at(SMALL, 0);
    const [few, many] = [small, await at(large, SMALL)];
    printMachine(1);
    console.table(
      Object.fromEntries(
        few.map((row, i) => {
          const [a, b] = [unitsOf(row), unitsOf(many[i] ?? row)];
          return [row.what, { [SMALL]: a, [large]: b, ratio: round(b / a) }];
        }),
      ),
    );
  } finally {
    await stack.stop();
  }
  console.table(hotKeys([10, 1_000, 3_000, 10_000, 100_000]));
}

function unitsOf(row: Row): number {
  const { write, read } = usageOf(row);
  return round(write + read);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
