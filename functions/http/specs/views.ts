import * as v from 'valibot';

/** A page of a list: newest first, and the cursor of the page that follows. */
export function listOf<S extends v.GenericSchema>(item: S) {
  return v.object({ results: v.array(item), next: v.nullable(v.string()) });
}

/** A single record as operators see it: with what Stripe last said of it. */
export function withStripeResponse<Entries extends v.ObjectEntries>(
  view: v.ObjectSchema<Entries, undefined>,
) {
  return v.object({
    ...view.entries,
    stripe_response: v.nullable(v.record(v.string(), v.unknown())),
  });
}

/** What refusals look like. */
export const DetailView = v.object({ detail: v.string() });
export const StripeErrorView = v.object({ stripe_error: v.string() });
export const FieldErrorsView = v.record(v.string(), v.array(v.string()));
export const GatewayView = v.object({ message: v.string() });
