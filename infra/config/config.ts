import * as v from 'valibot';
import { isArn } from './arn';
import { RUNBOOK } from './runbook';
import { isTimeZone } from './time-zone';

const Text = (name: string) => v.pipe(v.string(), v.minLength(1, `${name} must not be empty`));
const Count = (min: number, max: number) =>
  v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(min), v.maxValue(max));
const Arn = v.pipe(v.string(), v.check(isArn, 'must be an ARN such as "arn:aws:kms:…"'));
const Host = v.pipe(
  v.string(),
  v.regex(/^([a-z0-9-]+\.)*[a-z]{2,}$/, 'must be a host such as "pay.shop.example"'),
);
const Origin = v.pipe(
  v.string(),
  v.regex(/^https?:\/\/[^/]+$/, 'must be an origin such as https://shop.example'),
);

/** Above some hundred records, workers are worth their messages; five of them use any rate that Stripe grants by itself. */
const FAN_OUT = { above: 500, workers: 5 };

/** An issuer of tokens that exists already; without one the stack makes a Cognito user pool. */
const Issuer = v.strictObject({
  issuer: v.pipe(v.string(), v.url('must be a URL')),
  audience: v.pipe(v.array(Text('audience')), v.minLength(1, 'needs at least one audience')),
});

/** An address that a Content-Security-Policy can name. */
const HttpsOrigin = v.pipe(
  v.string(),
  v.regex(/^https:\/\/[a-z0-9.-]+(:\d+)?$/, 'must be an origin such as https://login.shop.example'),
);

/** The operators' issuer, and how the console signs in there. */
const OperatorIssuer = v.strictObject({
  ...Issuer.entries,
  console: v.optional(
    v.strictObject({
      /** The console's client at the issuer, one without a secret; the first audience unless told otherwise. */
      clientId: v.optional(Text('clientId')),
      /** What its tokens are for (RFC 8707), where the issuer wants to be told. */
      resource: v.optional(v.pipe(v.string(), v.url('must be a URL'))),
      /** Where the issuer gives tokens, if that is not its own origin. */
      origins: v.optional(v.array(HttpsOrigin)),
    }),
  ),
});

/** Where a name is recorded; without it, that is left to you. */
const Zone = v.strictObject({ id: Text('id'), name: Host });

const Edge = v.strictObject({
  name: Host,
  /** Of us-east-1, as all that CloudFront uses. */
  certificateArn: Arn,
  webAclArn: Arn,
  /** What CloudFront shows to the API, of us-east-1. */
  clientCertificateArn: Arn,
  /** Who must have signed it: certificates in a bucket, of the API's region. */
  truststore: v.strictObject({ bucket: Text('bucket'), key: Text('key') }),
  hostedZone: v.optional(Zone),
});

/**
 * What a team decides about its deployment. docs/configuration.md describes each key; a test holds the two
 * together. Nothing in here is secret: keys of Stripe live in Secrets Manager.
 */
export const ConfigSchema = v.object({
  /** Names the stack and everything in it: `aa-stripe-<stage>`. */
  stage: v.optional(
    v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,19}$/, 'must be like "prod" or "test-2"')),
    'dev',
  ),
  /** Whether this stage takes live events and money; it refuses the other kind. */
  livemode: v.optional(v.boolean(), false),
  /** The claim of a user's token that names the owner of cards. */
  ownerClaim: v.optional(Text('ownerClaim'), 'sub'),
  users: v.optional(Issuer),
  operators: v.optional(OperatorIssuer),
  /** Where the sign-in page of the operators' pool may return to. */
  operatorCallbackUrls: v.optional(
    v.pipe(v.array(v.pipe(v.string(), v.url('must be a URL'))), v.minLength(1)),
  ),
  /** An SNS topic that exists, for alarms; without one the stack makes one. */
  alarmTopicArn: v.optional(Arn),
  /** Where the runbook is that alarms point to: a path in this repository, or a URL of a copy of yours. */
  runbookUrl: v.optional(Text('runbookUrl'), RUNBOOK),
  /** The domain that mail to the admins is sent from, verified at SES; without one, no mail is sent. */
  mailDomain: v.optional(Host),
  /** How many events may be pending at Stripe before the admins are told. */
  pendingWebhooksThreshold: v.optional(Count(1, 10_000), 20),
  /** Requests a second that this account grants: 100 live, 25 in a sandbox. */
  stripeRequestsPerSecond: v.optional(Count(1, 1_000), 25),
  /** Requests a second that one endpoint of Stripe grants, such as that of payments. */
  stripeEndpointRequestsPerSecond: v.optional(Count(1, 1_000), 25),
  /**
   * A regular run of a command with more records than `above` gives the others to workers, of which so many work at
   * once. SQS knows no fewer than two.
   */
  fanOut: v.optional(
    v.strictObject({
      above: v.optional(Count(1, 1_000_000), FAN_OUT.above),
      workers: v.optional(Count(2, 100), FAN_OUT.workers),
    }),
    FAN_OUT,
  ),
  /** Where days begin and end, for subscriptions with an end date: an IANA name. */
  timeZone: v.optional(
    v.pipe(v.string(), v.check(isTimeZone, 'must be like "UTC" or "Europe/Warsaw"')),
    'UTC',
  ),
  /** The site's name in mail to the admins; the API's own address unless told otherwise. */
  domain: v.optional(Text('domain')),
  /** The webhook endpoint's URL at Stripe, where it is not the API's own. */
  webhookUrl: v.optional(v.pipe(v.string(), v.url('must be a URL'))),
  /** CloudFront in front of the API, with a firewall; the API then talks to CloudFront alone. */
  edge: v.optional(Edge),
  /** A name of your own for the API, instead of the one that AWS gives it. */
  customDomain: v.optional(
    v.strictObject({
      name: Host,
      /** Of the API's region. */
      certificateArn: Arn,
      hostedZone: v.optional(Zone),
    }),
  ),
  /** A network of yours for the functions; without one they are in none, and reach Stripe by themselves. */
  vpc: v.optional(
    v.strictObject({
      subnetIds: v.pipe(v.array(Text('subnetId')), v.minLength(1, 'needs at least one subnet')),
      securityGroupIds: v.pipe(
        v.array(Text('securityGroupId')),
        v.minLength(1, 'needs at least one security group'),
      ),
    }),
  ),
  /** Whether data at rest is encrypted with a key of yours: one that the stack makes, or the ARN of one. */
  customerKey: v.optional(v.union([v.boolean(), Arn]), false),
  /** How many days signals are kept to be replayed; 0 for none. They hold what `rawDataOnBus` says. */
  archiveDays: v.optional(Count(0, 3_650), 0),
  /** Whether `webhook_pre_parse` carries the event; it holds personal data. */
  rawDataOnBus: v.optional(v.boolean(), true),
  /**
   * After how many days the raw data of finished webhooks is deleted; absent: never. Longer than Stripe keeps events,
   * so that nothing is missing here that Stripe could still be asked about.
   */
  webhookBodyDays: v.optional(
    v.pipe(
      Count(1, 3_650),
      v.minValue(31, 'must be longer than Stripe keeps events, which is 30 days: from 31'),
    ),
  ),
  /** Browser origins that may call the API. */
  corsOrigins: v.optional(v.array(Origin), []),
  /** Requests a second that the API takes, and how many at once beyond that. */
  throttle: v.optional(v.strictObject({ ratePerSecond: Count(1, 10_000), burst: Count(1, 5_000) }), {
    ratePerSecond: 2_000,
    burst: 3_000,
  }),
  /** Whether X-Ray traces invocations; at a million webhooks a month it costs more than all else (docs/cost.md). */
  tracing: v.optional(v.boolean(), true),
  logRetentionDays: v.optional(v.picklist([1, 7, 14, 30, 60, 90, 180, 365, 731]), 90),
  /** Whether the table and what it points to outlive the stack. */
  keepData: v.optional(v.boolean(), true),
});

export type Config = v.InferOutput<typeof ConfigSchema>;
export type ConfigInput = v.InferInput<typeof ConfigSchema>;

/** valibot stops at the first; whoever misspelt two keys wants to hear of both. */
function unknownKeys(input: unknown): string[] {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return [];
  return Object.keys(input).filter((key) => !Object.hasOwn(ConfigSchema.entries, key));
}

/** Words that Cognito refuses in the name of a sign-in page. */
const RESERVED_BY_COGNITO = /aws|amazon|cognito/;

/** What no key shows by itself. */
function faultsAcross({ customDomain, edge, operators, stage }: Config): string[] {
  if (!operators && RESERVED_BY_COGNITO.test(stage)) {
    return [
      '  aaStripe.stage: must not contain "aws", "amazon" or "cognito": it names a sign-in page of Cognito',
    ];
  }
  if (!edge) return [];
  if (!customDomain) {
    return ['  aaStripe.edge: needs customDomain, the name by which CloudFront alone reaches the API'];
  }
  if (edge.name !== customDomain.name) return [];
  return ['  aaStripe.edge.name: must not be that of customDomain, which is what CloudFront calls'];
}

/** @throws Error that names every key at fault and says what it must be */
export function parseConfig(input: unknown): Config {
  const result = v.safeParse(ConfigSchema, input);
  const unknown = unknownKeys(input);
  const across = result.success ? faultsAcross(result.output) : [];
  if (result.success && unknown.length === 0 && across.length === 0 && !Array.isArray(input)) {
    return result.output;
  }
  const faults = (result.issues ?? []).map((issue) => {
    const key = issue.path?.map((step) => String(step.key)).join('.') ?? '';
    const isUnknown = issue.type === 'strict_object' && issue.expected === 'never';
    return `  aaStripe${key ? `.${key}` : ''}: ${isUnknown ? 'is not a known key' : issue.message}`;
  });
  faults.push(...across);
  if (Array.isArray(input)) faults.push('  aaStripe: must be an object');
  faults.push(...unknown.map((key) => `  aaStripe.${key}: is not a known key`));
  throw new Error(`The configuration in cdk.json (context "aaStripe") is not valid:\n${faults.join('\n')}`);
}
