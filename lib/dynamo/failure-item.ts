import * as v from 'valibot';
import { orNull } from './record-codec';

/** Why Stripe refused, as a record's item holds it. */
export const FailureItem = v.object({
  type: v.string(),
  code: orNull(v.string()),
  decline_code: orNull(v.string()),
  message: v.string(),
});
