import * as v from 'valibot';
import type { Charge, ChargeState } from '../charge/charge';
import type { Refund } from '../charge/refund';
import { MAX_AMOUNT } from '../money/amount';
import type { StripeFailure } from '../operation/outcome';
import { Count, Flag, ForeignKey, LooseObject, Text, TextOrNull, timeIn } from './fields';
import { type ImportContext, livemodeOf, ownerOf, responseOf } from './import-context';
import { RefusedRowError } from './refused-row-error';
import { derivedId, type Row, readFields } from './row';

const MODEL = 'aa_stripe.stripecharge';

const Paid = v.object({
  currency: v.optional(v.pipe(v.string(), v.toLowerCase()), 'usd'),
  payment_intent: v.fallback(v.nullable(v.string()), null),
  customer: v.fallback(v.nullable(v.string()), null),
});
const Code = v.nullish(v.string(), null);
const Refused = v.object({
  error: v.object({ type: v.string(), code: Code, decline_code: Code, message: v.nullish(v.string(), '') }),
});

/** What aa-stripe knew of a failure where it kept no answer of Stripe's. */
const FAILED_BEFORE: StripeFailure = {
  type: 'aa_stripe_error',
  code: 'failed_before_import',
  decline_code: null,
  message: 'A try to charge it failed before it was imported.',
};

/**
 * A charge. One that is not paid is held: the system it comes from may charge it between the dump and now, so
 * `release-imported` asks Stripe first.
 * @throws RefusedRowError
 */
export function chargeOfRow(row: Row, context: ImportContext): Charge {
  const fields = readFields(fieldsIn(context.timeZone), row);
  const { amount, is_charged: isCharged, created, updated, stripe_response: response } = fields;
  const refunded = fields.is_refunded && fields.amount_refunded === 0 ? amount : fields.amount_refunded;
  if (isCharged && fields.stripe_charge_id === null)
    throw new RefusedRowError('is charged, but has no stripe_charge_id');
  if (!isCharged && (amount < 1 || amount > MAX_AMOUNT))
    throw new RefusedRowError(`its amount cannot be charged (1 to ${MAX_AMOUNT})`);
  if (refunded > amount) throw new RefusedRowError('more is refunded than was charged');
  const paid = isCharged ? v.parse(v.fallback(Paid, NOTHING_KNOWN), response) : NOTHING_KNOWN;
  const customer = fields.customer === null ? undefined : context.index.customers.get(fields.customer);
  const error = !isCharged && fields.charge_attempt_failed ? failureIn(response) : null;
  return {
    id: derivedId('schg', MODEL, row.pk),
    owner: ownerOf(fields.user, context),
    state: stateOf(fields),
    amount,
    currency: paid.currency,
    description: fields.description,
    comment: fields.comment,
    statement_descriptor: fields.statement_descriptor,
    ...sourceOf(fields),
    is_manual_charge: fields.is_manual_charge,
    is_held: !isCharged,
    customer_id: customer?.id ?? null,
    stripe_customer_id: customer?.stripe_customer_id ?? paid.customer,
    stripe_payment_intent_id: paid.payment_intent,
    stripe_charge_id: fields.stripe_charge_id,
    amount_refunded: isCharged ? refunded : 0,
    refunds: isCharged ? refundsOf(row.pk, fields.stripe_refund_id, refunded, updated) : [],
    error,
    last_exception: error,
    dispute: null,
    erased_at: null,
    tried_by: null,
    livemode: livemodeOf(response, context),
    created,
    updated,
    version: 1,
    applied_keys: [],
    operation: null,
    stripe_response: responseOf(response),
  };
}

const NOTHING_KNOWN = { currency: 'usd', payment_intent: null, customer: null };

function fieldsIn(timeZone: string | null) {
  return v.object({
    user: ForeignKey,
    customer: v.nullish(ForeignKey, null),
    amount: Count,
    amount_refunded: v.nullish(Count, 0),
    is_charged: v.boolean(),
    is_refunded: Flag,
    is_manual_charge: Flag,
    charge_attempt_failed: Flag,
    stripe_charge_id: TextOrNull,
    stripe_refund_id: TextOrNull,
    description: Text,
    comment: Text,
    statement_descriptor: Text,
    content_type: v.nullish(ForeignKey, null),
    object_id: v.nullish(ForeignKey, null),
    stripe_response: LooseObject,
    created: timeIn(timeZone),
    updated: timeIn(timeZone),
  });
}

function stateOf(fields: { is_charged: boolean; charge_attempt_failed: boolean }): ChargeState {
  if (fields.is_charged) return 'charged';
  return fields.charge_attempt_failed ? 'failed' : 'pending';
}

/** `app.model` with natural keys, else the content type's number. */
function sourceOf(fields: { content_type: string | null; object_id: string | null }) {
  const { content_type: type, object_id: id } = fields;
  return type && id ? { source_type: type, source_id: id } : { source_type: null, source_id: null };
}

/** aa-stripe keeps the last refund's id and what all gave back together; a refetch shows them one by one. */
function refundsOf(pk: string, stripeRefundId: string | null, amount: number, at: string): Refund[] {
  if (stripeRefundId === null || amount === 0) return [];
  const refund: Refund = {
    id: derivedId('srfd', MODEL, pk),
    stripe_refund_id: stripeRefundId,
    amount,
    status: 'succeeded',
    error: null,
    created: at,
    updated: at,
    stripe_response: null,
  };
  return [refund];
}

function failureIn(response: Record<string, unknown>): StripeFailure {
  const refused = v.safeParse(Refused, response);
  if (!refused.success) return FAILED_BEFORE;
  return refused.output.error;
}
