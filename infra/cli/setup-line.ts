import * as v from 'valibot';
import { readOptions, UsageError } from './usage';

export interface SetupLine {
  /** A deployed stack; null means the one that runs on this machine. */
  stack: string | null;
  rotateKey: boolean;
  rotateWebhookSecret: boolean;
  finishRotation: boolean;
  forgetOtherSecrets: boolean;
  /** Types of events besides those that are handled; `*` for all. */
  events: string[];
  /** Null keeps those that are stored. */
  adminEmails: string[] | null;
  senderEmail: string | null;
  /** Since when events are meant for it (ms); null for since its endpoint is there. */
  since: number | null;
  dryRun: boolean;
  json: boolean;
}

export const SETUP_USAGE = `Usage: npm run setup -- [--stack NAME] [--events TYPE,…]… [--all-events] [--admin-email ADDRESS]… [--sender-email ADDRESS]
                        [--rotate-key] [--rotate-webhook-secret] [--since TIME] [--dry-run] [--json]
       npm run setup -- --finish-rotation [--forget-other-secrets] [--stack NAME] [--dry-run] [--json]

  The API key is taken from STRIPE_API_KEY, else from the secret, else asked for; never from the command line.
  --stack     a deployed stack, reached with your AWS credentials; without it the local one
  --events TYPE,TYPE
              also be told of these, such as payout.paid; may be given again
  --all-events
              be told of everything
  --admin-email ADDRESS
              who is mailed about pending webhooks, instead of those before; may be given again
  --sender-email ADDRESS
              who that mail comes from: a verified identity of SES
  --rotate-key
              put another API key in the stored one's place
  --rotate-webhook-secret
              make a new webhook endpoint with a new signing secret beside the present one
  --finish-rotation
              delete the endpoints that the present one has replaced, and their secrets
  --forget-other-secrets
              with --finish-rotation: also take out signing secrets of endpoints that setup has not made
  --since TIME
              for a stack that takes another one's place: events from then on are its own, such as 2027-01-31T12:00:00Z
  --dry-run   look and tell, change nothing
  --json      what was done as one JSON object on standard output, and nothing else there
  STRIPE_SETUP_KEY, if set, writes the endpoints, and is not stored: the API key need not be allowed to.`;

const Email = v.pipe(v.string(), v.email());
const Time = v.pipe(v.string(), v.isoTimestamp());
const EVENT_TYPE = /^[a-z0-9_]+(\.[a-z0-9_]+)+$/;
/** What goes with the end of a rotation. */
const WITH_FINISH = ['stack', 'finish-rotation', 'forget-other-secrets', 'dry-run', 'json'];

/** @throws UsageError that names what is wrong */
export function readSetupLine(args: string[]): SetupLine {
  const { values, positionals } = parse(args);
  // Not repeated: it may be a key.
  if (positionals.length > 0)
    throw new UsageError('Only options are taken. A key never stands on the command line.');
  const finishRotation = values['finish-rotation'] ?? false;
  const alien = Object.keys(values).find((option) => finishRotation && !WITH_FINISH.includes(option));
  if (alien) throw new UsageError(`--${alien} does not go with --finish-rotation.`);
  const forgetOtherSecrets = values['forget-other-secrets'] ?? false;
  if (forgetOtherSecrets && !finishRotation) {
    throw new UsageError('--forget-other-secrets goes with --finish-rotation only.');
  }
  const adminEmails = values['admin-email'] ?? null;
  const senderEmail = values['sender-email'] ?? null;
  for (const address of [...(adminEmails ?? []), ...(senderEmail === null ? [] : [senderEmail])]) {
    if (!v.is(Email, address))
      throw new UsageError('--admin-email and --sender-email take e-mail addresses.');
  }
  return {
    stack: values.stack ?? null,
    rotateKey: values['rotate-key'] ?? false,
    rotateWebhookSecret: values['rotate-webhook-secret'] ?? false,
    finishRotation,
    forgetOtherSecrets,
    events: [...eventsOf(values.events ?? []), ...(values['all-events'] ? ['*'] : [])],
    adminEmails,
    senderEmail,
    since: sinceOf(values.since),
    dryRun: values['dry-run'] ?? false,
    json: values.json ?? false,
  };
}

function sinceOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!v.is(Time, text)) throw new UsageError('--since must be a time such as 2027-01-31T12:00:00Z.');
  return Date.parse(text);
}

function eventsOf(given: string[]): string[] {
  const types = given.flatMap((text) => text.split(',')).filter(Boolean);
  const wrong = types.find((type) => !EVENT_TYPE.test(type));
  if (wrong !== undefined) {
    throw new UsageError(
      `--events takes types of events such as payout.paid, not "${wrong}" (--all-events for all).`,
    );
  }
  return types;
}

function parse(args: string[]) {
  return readOptions({
    args,
    allowPositionals: true,
    options: {
      stack: { type: 'string' },
      'rotate-key': { type: 'boolean' },
      'rotate-webhook-secret': { type: 'boolean' },
      'finish-rotation': { type: 'boolean' },
      'forget-other-secrets': { type: 'boolean' },
      events: { type: 'string', multiple: true },
      'all-events': { type: 'boolean' },
      'admin-email': { type: 'string', multiple: true },
      'sender-email': { type: 'string' },
      since: { type: 'string' },
      'dry-run': { type: 'boolean' },
      json: { type: 'boolean' },
    },
  });
}
