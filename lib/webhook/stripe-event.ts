import * as v from 'valibot';

/** The parts of a Stripe event that this product relies on; every other field may have any shape. */
export interface StripeEvent {
  id: string;
  type: string;
  livemode: boolean | null;
  /** `data.object`: what the event is about, as it was when the event was made. */
  object: Record<string, unknown>;
  previous: Record<string, unknown>;
  /** The key of the request that caused it, if there was one. */
  idempotencyKey: string | null;
}

const Loose = v.fallback(v.record(v.string(), v.unknown()), {});

const EventShape = v.object({
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,255}$/)),
  // Whatever its name is, as long as that can be stored and told to the letter.
  type: v.pipe(v.string(), v.maxLength(255), v.regex(/^[^\p{Control}\p{Surrogate}]+$/u)),
  livemode: v.fallback(v.nullable(v.boolean()), null),
  data: v.fallback(v.object({ object: Loose, previous_attributes: Loose }), {
    object: {},
    previous_attributes: {},
  }),
  request: v.fallback(v.object({ idempotency_key: v.nullable(v.string()) }), { idempotency_key: null }),
});

/**
 * Reads the text of an event. Snapshot and thin (v2) events and types nobody knows yet are all fine, as
 * long as they have an id and a type.
 * @returns null if the text is not such an event
 */
export function readStripeEvent(text: string): StripeEvent | null {
  const event = v.safeParse(EventShape, parseJson(text));
  if (!event.success) return null;
  const { id, type, livemode, data, request } = event.output;
  return {
    id,
    type,
    livemode,
    object: data.object,
    previous: data.previous_attributes,
    idempotencyKey: request.idempotency_key,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
