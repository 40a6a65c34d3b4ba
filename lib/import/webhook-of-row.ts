import * as v from 'valibot';
import { withoutClientSecrets } from '../webhook/store-event';
import { readStripeEvent } from '../webhook/stripe-event';
import type { Webhook } from '../webhook/webhook';
import { TextOrNull, timeIn } from './fields';
import type { ImportContext } from './import-context';
import { RefusedRowError } from './refused-row-error';
import { type Row, readFields } from './row';

/**
 * A webhook, as parsed: the system it comes from has dealt with it, so nothing is signalled. Why that failed, if it
 * did, stays with it, and an operator may replay it.
 * @throws RefusedRowError
 */
export function webhookOfRow(row: Row, context: ImportContext): { webhook: Webhook; rawText: string } {
  const time = timeIn(context.timeZone);
  const fields = readFields(
    v.object({
      raw_data: v.union([v.string(), v.record(v.string(), v.unknown())]),
      parse_error: TextOrNull,
      created: time,
      updated: time,
    }),
    row,
  );
  const { raw_data, parse_error, created, updated } = fields;
  const text = typeof raw_data === 'string' ? raw_data : JSON.stringify(raw_data);
  const event = readStripeEvent(text);
  if (!event) throw new RefusedRowError('raw_data is not an event of Stripe');
  if (event.id !== row.pk) throw new RefusedRowError('raw_data is the event of another id');
  const webhook = {
    id: event.id,
    event_type: event.type,
    livemode: event.livemode ?? context.livemode,
    created,
    updated,
    version: 1,
    is_parsed: true,
    parse_error,
    replays: 0,
    raw_expired_at: null,
    about: null,
  };
  return { webhook, rawText: withoutClientSecrets(text) };
}
