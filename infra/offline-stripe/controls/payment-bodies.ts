import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** POST /_offline/payment_intents/:id/authenticate and …/settle */
export const outcomeBody = v.strictObject({ outcome: v.picklist(['succeed', 'fail']) });

/** POST /_offline/processing: how many of the next payments are left open. */
export const processingBody = v.strictObject({ times: count });

/** POST /_offline/refunds/:id/fail */
export const failRefundBody = v.optional(v.strictObject({ reason: v.optional(v.string(), 'unknown') }), {});

/** POST /_offline/disputes */
export const disputeBody = v.strictObject({
  charge: v.string(),
  reason: v.optional(v.string(), 'fraudulent'),
  amount: v.exactOptional(v.pipe(count, v.minValue(1))),
});

/** POST /_offline/disputes/:id/close */
export const closeDisputeBody = v.strictObject({ status: v.picklist(['won', 'lost', 'warning_closed']) });
