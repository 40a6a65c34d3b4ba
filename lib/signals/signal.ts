/** The facts this product tells the world, by their names on the bus. */
export const SIGNALS = [
  'webhook_pre_parse',
  'webhook_parse_failed',
  'stripe_charge_succeeded',
  'stripe_charge_card_exception',
  'stripe_charge_action_required',
  'stripe_charge_refunded',
  'stripe_dispute_opened',
  'stripe_customer_updated',
  'stripe_subscription_updated',
  'stripe_coupon_updated',
  'pending_webhooks_threshold_exceeded',
] as const;
export type SignalName = (typeof SIGNALS)[number];

/** `source` of every event on the bus. */
export const SIGNAL_SOURCE = 'aa-stripe';
export const SCHEMA_VERSION = 1;

/** A fact about one version of one record that has still to reach the bus. */
export interface PendingSignal {
  signal: SignalName;
  record_version: number;
  /** ISO 8601. */
  occurred_at: string;
}

export interface SignalDetail {
  /** `signal:record_id:record_version`: the same for every copy of the same fact, so consumers dedupe by it. */
  id: string;
  schema_version: typeof SCHEMA_VERSION;
  record_id: string;
  record_version: number;
  livemode: boolean;
  occurred_at: string;
  /** The record as the API shows it. */
  instance: object;
}

/** What a record adds to the envelope; `json` is the finished `detail` text. */
export interface Signal {
  name: SignalName;
  /** The same as in `json`, for the log. */
  id: string;
  json: string;
}

/** What goes to the bus about a detail that is finished. */
export function toSignal(name: SignalName, detail: SignalDetail): Signal {
  return { name, id: detail.id, json: JSON.stringify(detail) };
}

export function signalDetail(
  pending: PendingSignal,
  record: { id: string; livemode: boolean },
  instance: object,
): SignalDetail {
  return {
    id: `${pending.signal}:${record.id}:${pending.record_version}`,
    schema_version: SCHEMA_VERSION,
    record_id: record.id,
    record_version: pending.record_version,
    livemode: record.livemode,
    occurred_at: pending.occurred_at,
    instance,
  };
}
