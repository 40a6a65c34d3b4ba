import { parseArgs } from 'node:util';
import { COMMANDS } from '../../lib/command/command';

export interface CommandLine {
  name: string;
  /** A deployed stack; null means the one that runs on this machine. */
  stack: string | null;
  dryRun: boolean;
  limit: number | null;
  /** Seconds; null for the command's own patience. */
  olderThan: number | null;
  /** The site's name in mail; null for the configured one. */
  domain: string | null;
  json: boolean;
}

/** Commands that take up only what has been overdue for some time. */
const PATIENT = ['sweep', 'check-pending-webhooks'];

export const USAGE = `Usage: npm run command -- NAME [--dry-run] [--limit N] [--json] [--stack NAME]
                                      [--older-than SECONDS] [--domain NAME]

  NAME        one of: ${COMMANDS.join(', ')}
  --dry-run   look and count, change nothing
  --limit N   at most N records
  --json      the summary as one JSON object on standard output, and nothing else there
  --stack     a deployed stack, reached with your AWS credentials; without it the local one
  --older-than SECONDS
              ${PATIENT.join(' and ')}: take up what has been overdue for so long
  --domain NAME
              check-pending-webhooks: the site's name in the mail`;

/** Wrong usage: said with the usage, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError that names what is wrong */
export function readCommandLine(args: string[]): CommandLine {
  const { values, positionals } = parse(args);
  const [name, ...others] = positionals;
  if (!name || others.length > 0) throw new UsageError('Give one command.');
  if (!COMMANDS.some((known) => known === name)) throw new UsageError(`There is no command "${name}".`);
  if (values.limit !== undefined && !/^[1-9]\d{0,8}$/.test(values.limit)) {
    throw new UsageError(`--limit must be a whole number from 1, not "${values.limit}".`);
  }
  const olderThan = values['older-than'];
  if (olderThan !== undefined && !(PATIENT.includes(name) && /^\d{1,9}$/.test(olderThan))) {
    throw new UsageError(`--older-than takes whole seconds, and goes with ${PATIENT.join(' and ')} only.`);
  }
  if (values.domain !== undefined && (name !== 'check-pending-webhooks' || values.domain === '')) {
    throw new UsageError('--domain takes a name, and goes with check-pending-webhooks only.');
  }
  return {
    name,
    stack: values.stack ?? null,
    dryRun: values['dry-run'] ?? false,
    limit: values.limit === undefined ? null : Number(values.limit),
    olderThan: olderThan === undefined ? null : Number(olderThan),
    domain: values.domain ?? null,
    json: values.json ?? false,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean' },
        limit: { type: 'string' },
        'older-than': { type: 'string' },
        domain: { type: 'string' },
        json: { type: 'boolean' },
        stack: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'The arguments are not understood.');
  }
}
