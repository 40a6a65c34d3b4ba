import * as v from 'valibot';
import { OPERATION_KINDS } from '../operation/operation';

export const Json = v.record(v.string(), v.unknown());

/** An operation as a record's item holds it; `input` is its kind's own matter. */
export function operationItem<Input extends v.GenericSchema>(input: Input) {
  return v.object({
    kind: v.picklist(OPERATION_KINDS),
    attempt: v.string(),
    request: v.object({ method: v.picklist(['POST', 'DELETE']), path: v.string(), params: Json }),
    idempotency_key: v.string(),
    status: v.picklist(['sending', 'unknown']),
    input,
    first_sent_at: v.string(),
    last_sent_at: v.string(),
    lease_until: v.string(),
  });
}
