import { toRun } from '../command/to-run';
import { ageOf, agoInWords, countInWords, spanInWords } from './in-words';
import { bad, byAge, judged, look, ok, type StatusLine } from './line';
import type { StatusReadings } from './readings';

const MINUTE_MS = 60_000;
/** The sweep finds an unparsed webhook after ten minutes; the alarm rings after an hour. */
const UNPARSED = { look: 10 * MINUTE_MS, bad: 60 * MINUTE_MS };
/** The stream publishes within seconds; the sweep finds what it lost after two minutes, and runs every five. */
const UNPUBLISHED = { look: 2 * MINUTE_MS, bad: 15 * MINUTE_MS };

/** What comes in, is told of, and is handled. */
export function judgeFlow(read: StatusReadings, now: number): StatusLine[] {
  return [
    judged('last webhook', read.lastWebhook, (webhook) =>
      webhook
        ? ok('last webhook', `${webhook.event_type}, ${agoInWords(webhook.created, now)}`)
        : look(
            'last webhook',
            'none was ever received',
            `${toRun(read, 'setup')} registers the webhook endpoint at Stripe`,
          ),
    ),
    judged('publishing', read.unpublished, (backlog) => {
      const age = ageOf(backlog, now);
      const text = `${countInWords(backlog)} records have something to tell${since(age)}`;
      const hint = `${toRun(read, 'command', 'sweep')}; then the log of publish-signals says what stops it`;
      return byAge('publishing', age, UNPUBLISHED, text, hint);
    }),
    judged('parsing', read.unparsed, (backlog) => {
      const age = ageOf(backlog, now);
      const text = `${countInWords(backlog)} webhooks wait${since(age)}${queued(read)}`;
      const hint = `the log of parse-webhooks says what it waits for; ${toRun(read, 'command', 'sweep')} tells of them again`;
      return byAge('parsing', age, UNPARSED, text, hint);
    }),
    judged('failed webhooks', read.failedWebhooks, (backlog) =>
      backlog.count === 0
        ? ok('failed webhooks', 'none')
        : look(
            'failed webhooks',
            `${countInWords(backlog)} have a parse_error`,
            `GET /aa-stripe/webhooks?failed=true shows them; ${toRun(read, 'command', 'replay-webhooks --failed')}`,
          ),
    ),
    judged('dead letters', read.deadLetters, (count) =>
      count === 0
        ? ok('dead letters', 'none')
        : bad(
            'dead letters',
            `${count} webhooks were given up`,
            `mend what their parse_error says, ${toRun(read, 'command', 'replay-webhooks --failed')}, then empty the queue`,
          ),
    ),
    judged('lost changes', read.streamFailures, (backlog) =>
      backlog.count === 0
        ? ok('lost changes', 'none')
        : bad(
            'lost changes',
            `${countInWords(backlog)} batches of the stream were given up, under aws/lambda/ in the bucket`,
            `${toRun(read, 'command', 'sweep')} publishes what they had to tell; then delete the objects`,
          ),
    ),
  ];
}

function since(age: number): string {
  return age === 0 ? '' : `, the oldest for ${spanInWords(age)}`;
}

function queued({ parseQueue }: StatusReadings): string {
  return 'value' in parseQueue && parseQueue.value > 0 ? `; ${parseQueue.value} in the queue` : '';
}
