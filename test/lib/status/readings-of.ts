import { COMMANDS, type CommandName } from '../../../lib/command/command';
import type { RunView } from '../../../lib/command/run-record';
import type { WebhookEndpoint } from '../../../lib/setup/ports';
import type { Reading } from '../../../lib/status/line';
import type { Backlog, StatusReadings } from '../../../lib/status/readings';

export const NOW = Date.parse('2027-03-01T03:00:00.000Z');
const MINUTE_MS = 60_000;
const URL = 'https://api.example/aa-stripe/webhooks';

export const minutesAgo = (minutes: number): string => new Date(NOW - minutes * MINUTE_MS).toISOString();
export const backlog = (count: number, minutes = 0): { value: Backlog } => ({
  value: { count, isMore: false, oldest: count === 0 ? null : minutesAgo(minutes) },
});

export function endpoint(fields: Partial<WebhookEndpoint> = {}): WebhookEndpoint {
  return {
    ...{
      id: 'we_1',
      url: URL,
      events: ['*'],
      isEnabled: true,
      apiVersion: 'pinned',
      stack: null,
      active: null,
    },
    ...{ created: 0, since: 0, ...fields },
  };
}

export function run(minutes: number, fields: Partial<RunView> = {}): { value: RunView } {
  const started = minutesAgo(minutes);
  const base = {
    id: 'srun_1',
    command: 'sweep',
    dry_run: false,
    started,
    ended: started,
    summary: null,
    note: null,
    parts: null,
  };
  return { value: { ...base, status: 'succeeded', ...fields } };
}

/** A deployed stack where all is well, but for what is said. */
export function readingsOf(fields: Partial<StatusReadings> = {}): StatusReadings {
  const lastRuns = Object.fromEntries(COMMANDS.map((name) => [name, run(1)])) as Record<
    CommandName,
    Reading<RunView | null>
  >;
  return {
    ...{
      stack: 'aa-stripe-prod',
      livemode: true,
      isLocal: false,
      created: 0,
      webhookUrl: URL,
      apiVersion: 'pinned',
    },
    paused: { value: { paused: false, reason: '', updated: null, updated_by: null } },
    lastWebhook: { value: { event_type: 'charge.succeeded', created: minutesAgo(3) } },
    unparsed: backlog(0),
    failedWebhooks: backlog(0),
    unpublished: backlog(0),
    parseQueue: { value: 0 },
    deadLetters: { value: 0 },
    streamFailures: backlog(0),
    dueCharges: backlog(4, 5),
    unknownCharges: backlog(0),
    actionRequired: backlog(2, 500),
    openOperations: backlog(0),
    secret: { value: { keyMode: 'live', webhookSecrets: 1 } },
    endpoints: { value: [endpoint()] },
    alarms: { value: [] },
    lastRuns,
    ...fields,
  };
}
