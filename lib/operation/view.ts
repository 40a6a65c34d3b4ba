import * as v from 'valibot';

/** Parts of what the API and the signals show, by which documents and schemas are made too. */
export const Text = v.string();
export const NullableText = v.nullable(v.string());
/** ISO 8601, UTC, with Z. */
export const Timestamp = v.pipe(v.string(), v.isoTimestamp());
/** Minor units. */
export const Amount = v.pipe(v.number(), v.integer());
export const Metadata = v.record(v.string(), v.string());

/** Why Stripe refused. `code` and `decline_code`: https://docs.stripe.com/error-codes */
export const FailureView = v.object({
  type: v.string(),
  code: NullableText,
  decline_code: NullableText,
  message: v.string(),
});
