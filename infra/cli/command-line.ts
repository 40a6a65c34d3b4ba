import * as v from 'valibot';
import { ABOUT_OWNER, COMMANDS } from '../../lib/command/command';
import { WebhookChoice } from '../../lib/webhook/webhook-choice';
import { readOptions, UsageError } from './usage';

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
  /** Which webhooks replay-webhooks is to replay; null for other commands. */
  webhooks: WebhookChoice | null;
  /** Whom erase-owner and export-owner are about; null for other commands. */
  owner: string | null;
  /** The file that export-owner's document is written to; null for other commands. */
  out: string | null;
}

/** Commands that take up only what has been overdue for some time. */
const PATIENT = ['sweep', 'check-pending-webhooks', 'reconcile-webhooks'];

export const USAGE = `Usage: npm run command -- NAME [--dry-run] [--limit N] [--json] [--stack NAME]
                                      [--older-than SECONDS] [--domain NAME]
       npm run command -- replay-webhooks [--failed] [--type TYPE]… [--since TIME] | [--ids ID,…]
                                      [--force] [--rate N] [--dry-run] …
       npm run command -- erase-owner --owner OWNER [--dry-run] …
       npm run command -- export-owner --owner OWNER [--out FILE] …

  NAME        one of: ${COMMANDS.join(', ')}
  --dry-run   look and count, change nothing
  --limit N   at most N records
  --json      the summary as one JSON object on standard output, and nothing else there
  --stack     a deployed stack, reached with your AWS credentials; without it the local one
  --older-than SECONDS
              ${PATIENT.join(' and ')}: take up what has been overdue for so long
  --domain NAME
              check-pending-webhooks: the site's name in the mail
  replay-webhooks: of all that is said,
  --failed    those with a parse_error
  --type TYPE those of a type, such as customer.updated or invoice.*; may be given again
  --since TIME those received at or after, such as 2027-01-31T12:00:00Z
  --ids ID,ID these events, and no other choice
  --force     also those that are finished
  --rate N    replays a second (20)
  erase-owner and export-owner:
  --owner OWNER whom it is about, as the owner claim of their tokens has it
  --out FILE  export-owner: where the document is written to (export-OWNER.json); it must not be there yet`;

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
    webhooks: name === 'replay-webhooks' ? webhooksOf(values) : refuseChoice(values),
    ...ownerOf(name, values),
  };
}

type Values = ReturnType<typeof parse>['values'];
const CHOICE = ['failed', 'type', 'since', 'ids', 'force', 'rate'] as const;

/** @throws UsageError */
function ownerOf(name: string, { owner, out, limit }: Values): Pick<CommandLine, 'owner' | 'out'> {
  const isAbout = ABOUT_OWNER.some((known) => known === name);
  if (!isAbout && owner !== undefined)
    throw new UsageError(`--owner goes with ${ABOUT_OWNER.join(' and ')} only.`);
  if (name !== 'export-owner' && out !== undefined)
    throw new UsageError('--out goes with export-owner only.');
  if (!isAbout) return { owner: null, out: null };
  if (!owner || owner.length > 255) throw new UsageError(`${name} needs --owner OWNER.`);
  if (limit !== undefined) throw new UsageError(`${name} is about all or nothing: it takes no --limit.`);
  if (name !== 'export-owner') return { owner, out: null };
  return { owner, out: out ?? `export-${owner.replace(/[^\w.@-]/g, '_')}.json` };
}

/** @throws UsageError in the words of the schema that the function reads it by */
function webhooksOf({ ids, failed, type, since, force, rate }: Values): WebhookChoice {
  const choice = v.safeParse(WebhookChoice, {
    ids: ids?.split(',').filter(Boolean),
    failed,
    types: type?.flatMap((types) => types.split(',')),
    since,
    force,
    rate: rate === undefined ? undefined : Number(rate),
  });
  if (choice.success) return choice.output;
  throw new UsageError(`replay-webhooks: ${choice.issues.map(({ message }) => message).join(' ')}`);
}

function refuseChoice(values: Values): null {
  const given = CHOICE.find((option) => values[option] !== undefined);
  if (given) throw new UsageError(`--${given} goes with replay-webhooks only.`);
  return null;
}

function parse(args: string[]) {
  return readOptions({
    args,
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean' },
      limit: { type: 'string' },
      'older-than': { type: 'string' },
      domain: { type: 'string' },
      json: { type: 'boolean' },
      stack: { type: 'string' },
      failed: { type: 'boolean' },
      type: { type: 'string', multiple: true },
      since: { type: 'string' },
      ids: { type: 'string' },
      force: { type: 'boolean' },
      rate: { type: 'string' },
      owner: { type: 'string' },
      out: { type: 'string' },
    },
  });
}
