import * as v from 'valibot';
import { readOptions, UsageError } from './usage';

export interface RestoreLine {
  /** The table that a backup was restored to, and its region if that is another one. */
  fromTable: string;
  fromRegion: string | null;
  /** The time that the backup is of (ms). */
  point: number;
  /** A deployed stack; null means the one that runs on this machine. */
  stack: string | null;
  /** How long events that were fed in may take to be parsed (ms). */
  wait: number;
  dryRun: boolean;
  json: boolean;
}

export const RESTORE_USAGE = `Usage: npm run restore -- --from-table NAME --point TIME [--from-region REGION] [--stack NAME]
                          [--wait SECONDS] [--dry-run] [--json]

  --from-table NAME
              the table that "aws dynamodb restore-table-to-point-in-time" has made, or that of a stack that moves
  --point TIME
              the time that it is of, such as 2027-01-31T12:00:00Z
  --from-region REGION
              where that table is, if not in the stack's region
  --stack     a newly deployed stack, reached with your AWS credentials; without it the local one
  --wait SECONDS
              how long to wait until the events that Stripe had are parsed (1800)
  --dry-run   count, change nothing
  --json      what was done as one JSON object on standard output, and nothing else there

Charging and refunding are paused first, and stay paused: you let them go on.`;

const Time = v.pipe(v.string(), v.isoTimestamp());

/** @throws UsageError that names what is wrong */
export function readRestoreLine(args: string[]): RestoreLine {
  const values = parse(args);
  const fromTable = values['from-table'];
  if (!fromTable) throw new UsageError('Give --from-table.');
  if (!v.is(Time, values.point)) throw new UsageError('--point must be a time such as 2027-01-31T12:00:00Z.');
  const { wait } = values;
  if (!/^\d{1,5}$/.test(wait)) throw new UsageError('--wait must be a number of seconds.');
  return {
    fromTable,
    fromRegion: values['from-region'] ?? null,
    point: Date.parse(values.point),
    stack: values.stack ?? null,
    wait: Number(wait) * 1000,
    dryRun: values['dry-run'] ?? false,
    json: values.json ?? false,
  };
}

function parse(args: string[]) {
  return readOptions({
    args,
    options: {
      'from-table': { type: 'string' },
      'from-region': { type: 'string' },
      point: { type: 'string' },
      stack: { type: 'string' },
      wait: { type: 'string', default: '1800' },
      'dry-run': { type: 'boolean' },
      json: { type: 'boolean' },
    },
  }).values;
}
