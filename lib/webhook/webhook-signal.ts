import { type PendingSignal, type Signal, signalDetail } from '../signals/signal';
import { isDeeperThan } from './nesting';
import { withRawData } from './raw-data';
import { eventName, presentWebhook, type Webhook } from './webhook';

/** An event on the bus holds 1 MiB, envelope included; what would not fit goes without its raw data. */
const MAX_RAW_BYTES = 900_000;
/** Many who read JSON give up at a thousand levels; an event of Stripe has some ten. */
const MAX_DEPTH = 500;

/**
 * The signal of a webhook: the envelope, the event's name in parts, and the webhook with the event as
 * `raw_data`, unless `rawText` is null, too large or too deep; then `raw_data_omitted` says so.
 */
export function webhookSignal(pending: PendingSignal, webhook: Webhook, rawText: string | null): Signal {
  const { model, action } = eventName(webhook.event_type);
  const fits =
    rawText !== null && Buffer.byteLength(rawText) <= MAX_RAW_BYTES && !isDeeperThan(MAX_DEPTH, rawText);
  const { instance, ...envelope } = signalDetail(pending, webhook, presentWebhook(webhook));
  const detail = {
    ...envelope,
    event_type: webhook.event_type,
    event_model: model,
    event_action: action,
    ...(webhook.replays > 0 && { replay: webhook.replays }),
    ...(!fits && { raw_data_omitted: true }),
  };
  const shown = fits ? withRawData(instance, rawText) : JSON.stringify(instance);
  return {
    name: pending.signal,
    id: detail.id,
    json: `${JSON.stringify(detail).slice(0, -1)},"instance":${shown}}`,
  };
}
