import { isTimeZone } from '../config/time-zone';
import { readOptions, UsageError } from './usage';

export interface ImportLine {
  /** The dump. */
  file: string;
  /** A deployed stack; null means the one that runs on this machine. */
  stack: string | null;
  /** The file that says which owner a user is; null if users' keys are owners. */
  owners: string | null;
  /** Of times without an offset. */
  timeZone: string | null;
  live: boolean;
  dryRun: boolean;
  json: boolean;
}

export const IMPORT_USAGE = `Usage: npm run import-from-django -- DUMP [--owners FILE] [--time-zone NAME] [--dry-run] [--json]
                                           [--stack NAME] [--live]

  DUMP        what "manage.py dumpdata aa_stripe --all --natural-foreign" has written
  --owners FILE
              a JSON object: the owner (what the owner claim of its tokens says) of each user's key
  --time-zone NAME
              of times in the dump without an offset, such as "Europe/Warsaw" (Django without USE_TZ)
  --dry-run   look and count, change nothing
  --json      the summary as one JSON object on standard output, and nothing else there
  --stack     a deployed stack, reached with your AWS credentials; without it the local one
  --live      rows that do not show their mode are live (a deployed stack knows its own)`;

/** @throws UsageError that names what is wrong */
export function readImportLine(args: string[]): ImportLine {
  const { values, positionals } = parse(args);
  const [file, ...others] = positionals;
  if (!file || others.length > 0) throw new UsageError('Give one dump.');
  const timeZone = values['time-zone'] ?? null;
  if (timeZone !== null && !isTimeZone(timeZone))
    throw new UsageError(`--time-zone must be like "Europe/Warsaw", not "${timeZone}".`);
  return {
    file,
    stack: values.stack ?? null,
    owners: values.owners ?? null,
    timeZone,
    live: values.live ?? false,
    dryRun: values['dry-run'] ?? false,
    json: values.json ?? false,
  };
}

function parse(args: string[]) {
  return readOptions({
    args,
    allowPositionals: true,
    options: {
      owners: { type: 'string' },
      'time-zone': { type: 'string' },
      live: { type: 'boolean' },
      'dry-run': { type: 'boolean' },
      json: { type: 'boolean' },
      stack: { type: 'string' },
    },
  });
}
