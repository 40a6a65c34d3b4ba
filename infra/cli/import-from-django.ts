import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Summary } from '../../lib/command/command';
import { openTable } from '../../lib/dynamo/client';
import { importStores } from '../../lib/dynamo/import-stores';
import { webhookStore } from '../../lib/dynamo/webhook-store';
import { importDump } from '../../lib/import/import-dump';
import type { ImportPorts } from '../../lib/import/ports';
import { RefusedRowError } from '../../lib/import/refused-row-error';
import { describeError } from '../../lib/runtime/describe-error';
import { payloadStore } from '../../lib/s3/payload-store';
import type { PayloadStore } from '../../lib/webhook/ports';
import { exitWith } from './exit-code';
import { IMPORT_USAGE, type ImportLine, readImportLine } from './import-line';
import { type ImportTarget, importTargetOf } from './import-target';
import { inWords } from './in-words';
import { nowAndThen, showProgress } from './progress';
import { readDump } from './read-dump';
import { UsageError } from './usage';

/** `npm run import-from-django`: exit code 0, 1 if a row was not taken or the run broke off, 2 for wrong usage. */
async function main(): Promise<number> {
  const line = readImportLine(process.argv.slice(2));
  if (!existsSync(line.file)) throw new UsageError(`There is no file ${line.file}.`);
  const owners = line.owners === null ? null : readOwners(line.owners);
  const target = await importTargetOf(line.stack);
  process.stderr.write(`${line.file} into ${target.stack}${line.dryRun ? ', dry run' : ''} …\n`);
  const summary = await run(line, owners, target);
  process.stdout.write(line.json ? `${JSON.stringify(summary)}\n` : inWords(summary, line.dryRun));
  if (!line.dryRun) process.stderr.write(nextSteps(line.stack));
  return summary.failed > 0 ? 1 : 0;
}

async function run(line: ImportLine, owners: Map<string, string> | null, target: ImportTarget) {
  const progress = showProgress(process.stderr);
  const summary: Summary = await importDump(
    () => readDump(line.file),
    {
      owners,
      timeZone: line.timeZone,
      livemode: line.live || target.livemode,
      dryRun: line.dryRun,
    },
    portsOf(target),
    {
      describe: (error) => describeError(error).message,
      now: Date.now,
      begin: (rows) => progress.begin(rows),
      progress: nowAndThen(progress),
    },
  );
  progress.advance(summary);
  progress.end();
  return summary;
}

function portsOf({ client, table, bucket }: ImportTarget): ImportPorts {
  const records = openTable(table, { ...client, maxAttempts: 10 });
  return {
    ...importStores(records),
    webhooks: webhookStore(records, bucket === null ? noPayloads : payloadStore(bucket)),
  };
}

const tooLarge = async () => {
  throw new RefusedRowError('its event is too large for the local stack');
};
const noPayloads: PayloadStore = { put: tooLarge, get: tooLarge, remove: tooLarge };

const Owners = v.record(v.string(), v.string());

/** @throws UsageError if it is not a JSON object of texts */
function readOwners(file: string): Map<string, string> {
  try {
    return new Map(Object.entries(v.parse(Owners, JSON.parse(readFileSync(file, 'utf8')))));
  } catch {
    throw new UsageError(`${file} is not a JSON object such as {"1": "owner-of-user-1"}.`);
  }
}

function nextSteps(stack: string | null): string {
  const wish = stack === null ? '' : ` --stack ${stack}`;
  const commands = ['refresh-customers', 'refresh-coupons', 'release-imported'];
  return [
    'Next, in this order (docs/migration.md says more):',
    ...commands.map((name) => `  npm run command -- ${name}${wish}`),
    '',
  ].join('\n');
}

exitWith(main, IMPORT_USAGE);
