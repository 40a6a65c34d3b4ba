import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../local/stack/synthesize';
import { costTables } from './cost-tables';
import { standingOf } from './standing';

/** `npm run cost`: the tables of docs/cost.md. */
async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'aa-stripe-cost-'));
  try {
    await synthesize('infra/app.ts', directory, new AbortController().signal);
    const template = readFileSync(join(directory, 'aa-stripe-dev.template.json'), 'utf8');
    console.log(costTables(standingOf(JSON.parse(template))));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
