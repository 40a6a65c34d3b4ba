import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const chance = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const status = v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599));
const time = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.isoTimestamp())]),
  v.transform((now) => (typeof now === 'number' ? now : Date.parse(now) / 1_000)),
);

/** POST /_offline/faults */
export const faultBody = v.strictObject({
  method: v.exactOptional(v.picklist(['GET', 'POST', 'DELETE'])),
  path: v.exactOptional(v.pipe(v.string(), v.startsWith('/'))),
  times: v.optional(v.pipe(count, v.minValue(1)), 1),
  delay_ms: v.exactOptional(count),
  status: v.exactOptional(status),
  error: v.exactOptional(
    v.strictObject({
      type: v.exactOptional(v.string()),
      code: v.exactOptional(v.string()),
      decline_code: v.exactOptional(v.string()),
      message: v.exactOptional(v.string()),
      param: v.exactOptional(v.string()),
      rate_limited_reason: v.exactOptional(
        v.picklist([
          'global-rate',
          'global-concurrency',
          'endpoint-rate',
          'endpoint-concurrency',
          'resource-specific',
        ]),
      ),
    }),
  ),
  when: v.optional(v.picklist(['before', 'after']), 'before'),
  disconnect: v.exactOptional(v.boolean()),
});

/** POST /_offline/delivery: what is left out stays as it is. */
export const deliveryBody = v.strictObject({
  duplicate: v.exactOptional(chance),
  drop: v.exactOptional(chance),
  reorder: v.exactOptional(v.boolean()),
  delay_ms: v.exactOptional(count),
  paused: v.exactOptional(v.boolean()),
  seed: v.exactOptional(count),
});

/** POST /_offline/clock: `now` in epoch seconds or ISO 8601. */
export const clockBody = v.union([
  v.strictObject({ advance_seconds: v.number() }),
  v.strictObject({ now: time }),
]);

/** POST /_offline/limits: null switches the limit off. */
export const limitsBody = v.strictObject({ per_second: v.nullable(v.pipe(count, v.minValue(1))) });
