import { judgeStatus } from '../../../lib/status/judge-status';
import type { StatusReadings } from '../../../lib/status/readings';
import { backlog, endpoint, minutesAgo, NOW, readingsOf, run } from './readings-of';

const judge = (fields: Partial<StatusReadings> = {}) => judgeStatus(readingsOf(fields), NOW);
const lineOf = (name: string, fields: Partial<StatusReadings>) =>
  judge(fields).lines.find((line) => line.name === name);
const withRun = (name: string, reading: object) => ({
  lastRuns: { ...readingsOf().lastRuns, [name]: reading },
});

describe('judgeStatus', () => {
  it('finds nothing to do where all is well', () => {
    const { state, lines } = judge();
    expect([state, lines.filter((line) => line.state !== 'OK' || line.hint !== null)]).toEqual(['OK', []]);
    expect(lines.length).toBeLessThan(30);
  });

  it.each<[string, 'LOOK' | 'BAD', Partial<StatusReadings>, RegExp]>([
    [
      'charging',
      'LOOK',
      { paused: { value: { paused: true, reason: 'fraud', updated: minutesAgo(90), updated_by: 'op' } } },
      /paused 90 min ago by op: fraud/,
    ],
    ['unknown outcomes', 'LOOK', { unknownCharges: backlog(1, 60) }, /1 charges/],
    ['unknown outcomes', 'BAD', { unknownCharges: backlog(1, 25 * 60) }, /1 charges/],
    ['open operations', 'LOOK', { openOperations: backlog(2, 6) }, /2 are overdue, the oldest for 6 min/],
    ['open operations', 'BAD', { openOperations: backlog(2, 31) }, /31 min/],
    ['last webhook', 'LOOK', { lastWebhook: { value: null } }, /none/],
    ['publishing', 'LOOK', { unpublished: backlog(3, 4) }, /3 records.*4 min/],
    ['publishing', 'BAD', { unpublished: backlog(3, 16) }, /16 min/],
    [
      'parsing',
      'LOOK',
      { unparsed: backlog(1, 11), parseQueue: { value: 7 } },
      /1 webhooks.*11 min; 7 in the queue/,
    ],
    ['parsing', 'BAD', { unparsed: backlog(1, 61) }, /61 min/],
    [
      'failed webhooks',
      'LOOK',
      { failedWebhooks: { value: { count: 1000, isMore: true, oldest: null } } },
      /1000\+/,
    ],
    ['dead letters', 'BAD', { deadLetters: { value: 1 } }, /1 webhooks/],
    ['lost changes', 'BAD', { streamFailures: backlog(1) }, /1 batches/],
    ['secret', 'BAD', { secret: { value: { keyMode: null, webhookSecrets: 1 } } }, /no API key/],
    [
      'secret',
      'BAD',
      { secret: { value: { keyMode: 'test', webhookSecrets: 1 } } },
      /test key, and livemode is true/,
    ],
    ['secret', 'BAD', { secret: { value: { keyMode: 'live', webhookSecrets: 0 } } }, /no signing secret/],
    ['Stripe', 'BAD', { endpoints: { error: 'The API key is refused' } }, /refused/],
    [
      'Stripe',
      'BAD',
      { endpoints: { value: [endpoint({ url: 'https://other.example' })] } },
      /no webhook endpoint/,
    ],
    ['Stripe', 'BAD', { endpoints: { value: [endpoint({ isEnabled: false })] } }, /disabled/],
    [
      'Stripe',
      'LOOK',
      { endpoints: { value: [endpoint({ events: ['charge.failed'] })] } },
      /not subscribed to \d+/,
    ],
    ['Stripe', 'LOOK', { endpoints: { value: [endpoint(), endpoint({ id: 'we_2' })] } }, /we_1, we_2/],
    [
      'Stripe',
      'LOOK',
      { endpoints: { value: [endpoint({ apiVersion: 'older' })] } },
      /version older, not pinned/,
    ],
    ['alarms', 'BAD', { alarms: { value: ['aa-stripe-prod-Late'] } }, /aa-stripe-prod-Late/],
    ['parsing', 'BAD', { unparsed: { error: 'AccessDeniedException: no' } }, /not known: AccessDenied/],
    ['sweep', 'LOOK', withRun('sweep', run(1, { status: 'failed' })), /failed 60 s|failed 1 min ago/],
    ['sweep', 'LOOK', withRun('sweep', run(1, { status: 'broken_off' })), /broken off/],
    ['sweep', 'BAD', withRun('sweep', run(26)), /overdue: last began 26 min ago, should run every 5 min/],
    ['refresh-coupons', 'BAD', withRun('refresh-coupons', { value: null }), /overdue: has never run/],
  ])('says of %s: %s, with what to do', (name, state, fields, text) => {
    const line = lineOf(name, fields);
    expect(line).toMatchObject({
      state,
      text: expect.stringMatching(text),
      hint: expect.stringMatching(/./),
    });
    expect(judge(fields).state).toBe(state);
  });

  it('names the stack in what is to be run', () => {
    expect(lineOf('publishing', { unpublished: backlog(1, 4) })?.hint).toContain('--stack aa-stripe-prod');
    expect(lineOf('publishing', { unpublished: backlog(1, 4), isLocal: true })?.hint).not.toContain(
      '--stack',
    );
  });

  it('holds no schedule against a stack that is young or local, nor against what only people start', () => {
    const never = withRun('refresh-coupons', { value: null });
    expect(lineOf('refresh-coupons', { ...never, created: NOW - 3600_000 })?.state).toBe('OK');
    expect(lineOf('refresh-coupons', { ...never, isLocal: true, created: null })?.state).toBe('OK');
    expect(lineOf('sweep', { ...withRun('sweep', run(9999)), isLocal: true })?.state).toBe('OK');
    expect(lineOf('release-imported', withRun('release-imported', { value: null }))).toBeUndefined();
    expect(lineOf('release-imported', withRun('release-imported', run(99_999)))?.state).toBe('OK');
  });

  it('takes old failures of people, due charges and what waits for payers as they are', () => {
    expect(judge({ dueCharges: backlog(900, 300), actionRequired: backlog(50, 9000) }).state).toBe('OK');
  });
});
