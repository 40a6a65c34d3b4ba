import * as v from 'valibot';
import type { Customer } from '../customer/customer';
import { cardsAmong } from '../customer/stripe-customer';
import { ForeignKey, JsonList, LooseObject, Text, TextOrNull, timeIn } from './fields';
import { type ImportContext, livemodeOf, ownerOf, responseOf } from './import-context';
import { RefusedRowError } from './refused-row-error';
import { derivedId, type Row, readFields } from './row';

/**
 * @throws RefusedRowError also for a customer that Stripe never made: aa-stripe leaves such a record, active, behind
 * a card that was declined
 */
export function customerOfRow(row: Row, context: ImportContext): Customer {
  const fields = readFields(
    v.object({
      user: ForeignKey,
      stripe_js_response: LooseObject,
      stripe_customer_id: Text,
      is_active: v.nullish(v.boolean(), true),
      sources: JsonList,
      default_source: TextOrNull,
      stripe_response: LooseObject,
      created: timeIn(context.timeZone),
      updated: timeIn(context.timeZone),
    }),
    row,
  );
  if (fields.stripe_customer_id === '') throw new RefusedRowError('has no customer at Stripe');
  return {
    id: derivedId('scus', 'aa_stripe.stripecustomer', row.pk),
    owner: ownerOf(fields.user, context),
    state: 'created',
    is_active: fields.is_active,
    stripe_customer_id: fields.stripe_customer_id,
    sources: cardsAmong(fields.sources),
    default_source: fields.default_source,
    livemode: livemodeOf(fields.stripe_response, context),
    created: context.index.customerTimes.get(row.pk) ?? fields.created,
    updated: fields.updated,
    version: 1,
    stripe_js_response: fields.stripe_js_response,
    stripe_response: responseOf(fields.stripe_response),
    attached: null,
    erased_at: null,
    applied_keys: [],
    operation: null,
  };
}
