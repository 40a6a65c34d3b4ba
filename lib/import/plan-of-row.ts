import * as v from 'valibot';
import { INTERVALS, type Plan } from '../plan/plan';
import { Count, Flag, JsonObject, LooseObject, Metadata, Text, timeIn } from './fields';
import { type ImportContext, livemodeOf, responseOf } from './import-context';
import { type Row, readFields } from './row';

/**
 * A plan, which keeps its id: Stripe's plan has the same.
 * @throws RefusedRowError
 */
export function planOfRow(row: Row, context: ImportContext): Plan {
  const fields = readFields(
    v.object({
      is_created_at_stripe: Flag,
      source: JsonObject,
      amount: Count,
      currency: v.pipe(v.optional(v.string(), 'usd'), v.toLowerCase()),
      name: v.string(),
      interval: v.picklist(INTERVALS),
      interval_count: v.pipe(Count, v.minValue(1, 'is less than 1')),
      metadata: Metadata,
      statement_descriptor: Text,
      trial_period_days: v.nullish(Count, 0),
      stripe_response: LooseObject,
      created: timeIn(context.timeZone),
      updated: timeIn(context.timeZone),
    }),
    row,
  );
  return {
    ...fields,
    id: row.pk,
    livemode: livemodeOf(fields.stripe_response, context),
    version: 1,
    applied_keys: [],
    operation: null,
    stripe_response: responseOf(fields.stripe_response),
  };
}
