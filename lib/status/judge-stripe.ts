import { toRun } from '../command/to-run';
import type { WebhookEndpoint } from '../setup/ports';
import { HANDLED_EVENTS } from '../webhook/handled-events';
import { bad, judged, look, ok, type StatusLine } from './line';
import type { StatusReadings } from './readings';

/** The key, the webhook endpoint, and what CloudWatch has to say. */
export function judgeStripe(read: StatusReadings): StatusLine[] {
  const setup = toRun(read, 'setup');
  const rotateKey = toRun(read, 'setup', '--rotate-key');
  return [
    judged('secret', read.secret, ({ keyMode, webhookSecrets }) => {
      if (keyMode === null) return bad('secret', 'holds no API key', setup);
      if (keyMode !== 'unknown' && (keyMode === 'live') !== read.livemode) {
        return bad('secret', `holds a ${keyMode} key, and livemode is ${read.livemode}`, rotateKey);
      }
      if (webhookSecrets === 0) return bad('secret', 'holds no signing secret: webhooks are refused', setup);
      return ok('secret', `holds a ${keyMode} key and ${webhookSecrets} signing secret(s)`);
    }),
    'error' in read.endpoints
      ? bad('Stripe', read.endpoints.error, `https://status.stripe.com; a refused key: ${rotateKey}`)
      : judgeEndpoints(read.endpoints.value, read),
    judged('alarms', read.alarms, (alarms) => {
      if (alarms === null) return ok('alarms', 'no alarms locally');
      if (alarms.length === 0) return ok('alarms', 'none is on');
      return bad('alarms', alarms.join(', '), 'CloudWatch: each alarm says what it means');
    }),
  ];
}

function judgeEndpoints(all: WebhookEndpoint[], read: StatusReadings): StatusLine {
  const setup = toRun(read, 'setup');
  const ours = all.filter(({ url }) => url === read.webhookUrl);
  if (ours.length === 0)
    return bad('Stripe', 'takes the key, and has no webhook endpoint with our URL', setup);
  const enabled = ours.filter(({ isEnabled }) => isEnabled);
  if (enabled.length === 0) {
    return bad('Stripe', `takes the key; the webhook endpoint ${names(ours)} is disabled`, setup);
  }
  const events = new Set(enabled.flatMap((endpoint) => endpoint.events));
  const missing = events.has('*') ? [] : HANDLED_EVENTS.filter((type) => !events.has(type));
  if (missing.length > 0) {
    const text = `takes the key; ${names(enabled)} is not subscribed to ${missing.length} types that are handled here`;
    return look('Stripe', text, setup);
  }
  if (enabled.length > 1) {
    const text = `takes the key; ${names(enabled)} deliver the same events`;
    return look('Stripe', text, toRun(read, 'setup', '--finish-rotation'));
  }
  const other = enabled.find(({ apiVersion }) => apiVersion !== null && apiVersion !== read.apiVersion);
  if (other) {
    const text = `takes the key; ${other.id} sends events of API version ${other.apiVersion}, not ${read.apiVersion}`;
    return look('Stripe', text, toRun(read, 'setup', '--rotate-webhook-secret'));
  }
  return ok('Stripe', `takes the key; the webhook endpoint ${names(enabled)} is enabled`);
}

function names(endpoints: WebhookEndpoint[]): string {
  return endpoints.map(({ id }) => id).join(', ');
}
