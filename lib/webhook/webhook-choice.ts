import * as v from 'valibot';
import type { Webhook } from './webhook';

/** How many webhooks are replayed a second unless somebody says otherwise. */
const DEFAULT_RATE = 20;

/** What is said to whoever chooses none. */
export const NOTHING_CHOSEN = 'Say which webhooks: failed ones, types, since when, or ids.';

const EventId = v.pipe(v.string(), v.regex(/^[\w-]{1,255}$/, 'ids: not the id of an event.'));
const EventType = v.pipe(
  v.string(),
  v.regex(/^[\w.]{1,255}(\.\*)?$/, 'types: an event type, such as customer.updated or invoice.*.'),
);
const Since = v.pipe(
  v.string(),
  v.check((time) => !Number.isNaN(Date.parse(time)), 'since: a time, such as 2027-01-31T12:00:00Z.'),
  v.transform((time) => new Date(time).toISOString()),
);

/** Which webhooks are replayed, and how: all that is said must hold. */
export const WebhookChoice = v.pipe(
  v.strictObject({
    /** By id; goes with no other choice. */
    ids: v.optional(v.pipe(v.array(EventId), v.maxLength(1_000, 'ids: up to 1,000.')), []),
    /** Those with a `parse_error`. */
    failed: v.optional(v.boolean(), false),
    /** `invoice.*` stands for all that begin so. */
    types: v.optional(v.pipe(v.array(EventType), v.maxLength(100, 'types: up to 100.')), []),
    /** Those received at this time (ISO 8601) or later. */
    since: v.optional(v.nullable(Since), null),
    /** Also what is finished, or only just under way. */
    force: v.optional(v.boolean(), false),
    /** Replays a second. */
    rate: v.optional(v.pipe(v.number(), v.minValue(0.1, 'rate: from 0.1.'), v.maxValue(1_000)), DEFAULT_RATE),
  }),
  v.check(
    ({ ids, failed, types, since }) => ids.length > 0 || failed || types.length > 0 || since !== null,
    NOTHING_CHOSEN,
  ),
  v.check(
    ({ ids, failed, types, since }) => ids.length === 0 || !(failed || types.length > 0 || since !== null),
    'ids go with no other choice.',
  ),
);
export type WebhookChoice = v.InferOutput<typeof WebhookChoice>;

/** A webhook that was told of only just is still on its way through the queue. */
const UNDER_WAY_MS = 10 * 60_000;

/**
 * What is to become of a webhook: `replay`; `skip` if it is not chosen, or is on its way already; `finished` if
 * nothing is left to do for it, so that only force replays it; `expired` if its raw data was deleted, so that nothing can.
 */
export function judge(
  webhook: Webhook,
  choice: WebhookChoice,
  now: number,
): 'replay' | 'skip' | 'finished' | 'expired' {
  if (!isChosen(webhook, choice)) return 'skip';
  if (webhook.raw_expired_at !== null) return 'expired';
  if (choice.force || webhook.parse_error !== null) return 'replay';
  if (webhook.is_parsed) return 'finished';
  return now - Date.parse(webhook.updated) < UNDER_WAY_MS ? 'skip' : 'replay';
}

function isChosen(webhook: Webhook, { failed, types, since }: WebhookChoice): boolean {
  return (
    (!failed || webhook.parse_error !== null) &&
    (types.length === 0 || types.some((type) => isOfType(webhook.event_type, type))) &&
    (since === null || webhook.created >= since)
  );
}

function isOfType(eventType: string, wanted: string): boolean {
  return wanted.endsWith('.*') ? eventType.startsWith(wanted.slice(0, -1)) : eventType === wanted;
}
