import * as v from 'valibot';

export const faultSchema = v.strictObject({
  service: v.optional(v.string()),
  operation: v.optional(v.string()),
  function: v.optional(v.string()),
  when: v.optional(v.picklist(['before', 'after']), 'before'),
  action: v.picklist(['error', 'throttle', 'timeout', 'delay', 'kill']),
  error_code: v.optional(v.string(), 'InternalServerError'),
  status: v.optional(v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599)), 500),
  delay_ms: v.optional(v.pipe(v.number(), v.minValue(0)), 1000),
  times: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
});

/** What goes wrong, before or after the effect of matching AWS calls, and for how many more of them. */
export type Fault = v.InferOutput<typeof faultSchema> & { id: string };

/** Faults on demand, for tests and learners. */
export interface Faults {
  add(input: v.InferOutput<typeof faultSchema>): string;
  list(): Fault[];
  clear(): void;
  /** Takes the first fault that matches; it counts as used once. */
  take(operation: string, functionNames: readonly string[], when: Fault['when']): Fault | undefined;
}

export function createFaults(newId: () => string): Faults {
  let faults: Fault[] = [];
  return {
    add(input) {
      const id = newId();
      faults.push({ ...input, id });
      return id;
    },
    list: () => faults,
    clear() {
      faults = [];
    },
    take(operation, functionNames, when) {
      const fault = faults.find(
        (each) =>
          each.when === when &&
          (each.operation === undefined || each.operation === operation) &&
          (each.service === undefined || operation.startsWith(`${each.service}:`)) &&
          (each.function === undefined || functionNames.includes(each.function)),
      );
      if (!fault) return undefined;
      fault.times -= 1;
      faults = faults.filter((each) => each.times > 0);
      return fault;
    },
  };
}
