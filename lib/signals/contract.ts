import * as v from 'valibot';
import { ChargeView } from '../charge/charge-view';
import { CouponView } from '../coupon/coupon-view';
import { CustomerView } from '../customer/present-customer';
import { FailureView } from '../operation/view';
import { SubscriptionView } from '../subscription/subscription-view';
import { PendingReportView } from '../webhook/pending-report';
import { WebhookView } from '../webhook/webhook';
import { SCHEMA_VERSION, type SIGNAL_SOURCE, type SignalName } from './signal';

/** `detail` of a signal about records of one kind. */
function detail<Entries extends v.ObjectEntries, More extends v.ObjectEntries>(
  instance: v.ObjectSchema<Entries, undefined>,
  more: More,
) {
  return v.object({
    /** `signal:record_id:record_version`: the same for every copy of the same fact. Dedupe by it. */
    id: v.string(),
    schema_version: v.literal(SCHEMA_VERSION),
    record_id: v.string(),
    record_version: v.pipe(v.number(), v.integer()),
    livemode: v.boolean(),
    occurred_at: v.pipe(v.string(), v.isoTimestamp()),
    ...more,
    instance,
  });
}

/** An event of Stripe; `raw_data` is absent where `raw_data_omitted` says so. */
const webhook = detail(
  v.object({ ...WebhookView.entries, raw_data: v.optional(v.record(v.string(), v.unknown())) }),
  {
    event_type: v.string(),
    event_model: v.nullable(v.string()),
    event_action: v.nullable(v.string()),
    /** How often a replay was asked for; absent for the first time. */
    replay: v.optional(v.pipe(v.number(), v.integer())),
    raw_data_omitted: v.optional(v.literal(true)),
  },
);
const charge = detail(ChargeView, {});
const refusedCharge = detail(ChargeView, { exception: FailureView });

/** What each signal's `detail` looks like. docs/signals has the same as JSON Schema. */
export const SIGNAL_SCHEMAS = {
  webhook_pre_parse: webhook,
  webhook_parse_failed: webhook,
  stripe_charge_succeeded: charge,
  stripe_charge_card_exception: refusedCharge,
  stripe_charge_action_required: refusedCharge,
  stripe_charge_refunded: charge,
  stripe_dispute_opened: charge,
  stripe_customer_updated: detail(CustomerView, {}),
  stripe_subscription_updated: detail(SubscriptionView, {}),
  stripe_coupon_updated: detail(CouponView, {}),
  pending_webhooks_threshold_exceeded: detail(PendingReportView, {}),
} satisfies Record<SignalName, v.GenericSchema>;

/** `detail` by signal. */
export type SignalDetails = {
  [Name in SignalName]: v.InferOutput<(typeof SIGNAL_SCHEMAS)[Name]>;
};

/**
 * A signal as EventBridge gives it to a target: `SignalEvent<'stripe_charge_succeeded'>` for a rule on that one, and
 * `SignalEvent` for whatever may come, told apart by `detail-type`.
 */
export type SignalEvent<Name extends SignalName = SignalName> = {
  [One in Name]: {
    id: string;
    source: typeof SIGNAL_SOURCE;
    'detail-type': One;
    account: string;
    region: string;
    /** ISO 8601, UTC. */
    time: string;
    resources: string[];
    detail: SignalDetails[One];
  };
}[Name];
