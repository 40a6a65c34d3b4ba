import type { Due, Summary } from '../command/command';
import { type RunPorts, runCommand } from '../command/run-command';
import { indexDump } from './dump-index';
import type { ImportOptions } from './import-options';
import { importRow } from './import-row';
import type { ImportPorts } from './ports';
import { RefusedRowError } from './refused-row-error';
import { readRow, rowName } from './row';

const NAME = 'import-from-django';

interface RowDue extends Due {
  raw: unknown;
}

/** What the table says of one record alone, such as one that is larger than it takes. */
const OF_ONE_RECORD = 'ValidationException';

/** Writes on their way at the same time. */
const CONCURRENCY = 32;

/**
 * Takes the rows of a dump into the table. It is read twice: first for what rows have to know of each other, then row
 * by row. A row that cannot be taken is reported and passed over; anything else that goes wrong ends the run, and the
 * next one goes on with what is not there yet.
 * @param dump begins to read at its first row, each time
 * @throws whatever `dump` throws when it is read for the first time: then nothing was taken
 */
export async function importDump(
  dump: () => AsyncIterable<unknown>,
  options: ImportOptions & { dryRun: boolean },
  ports: ImportPorts,
  run: RunPorts & { begin(rows: number): void },
): Promise<Summary> {
  const context = { ...options, index: await indexDump(dump(), options) };
  run.begin(context.index.rows);
  const errors: Summary['errors'] = [];
  let isStopped = false;
  const work = {
    due: () => rowsOf(dump()),
    step: async ({ id, raw }: RowDue) => {
      try {
        return await importRow(raw, options.dryRun, context, ports);
      } catch (error) {
        // Rows under way beside the one that ends the run fail for the same reason; it is said once.
        if (!isStopped || !endsRun(error)) errors.push({ id, message: run.describe(error) });
        isStopped ||= endsRun(error);
        throw error;
      }
    },
    count: async () => context.index.rows,
    concurrency: CONCURRENCY,
    stopsRun: endsRun,
  };
  const unlimited = { limit: null, deadline: Number.POSITIVE_INFINITY, olderThan: null };
  const { summary } = await runCommand(NAME, work, { ...unlimited, dryRun: options.dryRun }, null, run);
  // A summary lists some errors only; of an import each row that was not taken has to be known.
  return { ...summary, errors: [...errors, ...summary.errors.filter(({ id }) => id === NAME)] };
}

function endsRun(error: unknown): boolean {
  return !(error instanceof RefusedRowError || (error instanceof Error && error.name === OF_ONE_RECORD));
}

async function* rowsOf(dump: AsyncIterable<unknown>): AsyncGenerator<RowDue> {
  let number = 0;
  for await (const raw of dump) {
    number += 1;
    const row = readRow(raw);
    yield { id: row ? rowName(row) : `row ${number}`, position: String(number), raw };
  }
}
