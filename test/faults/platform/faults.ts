/** What can go wrong with one call. */
export const FAULTS = [
  /** The service fails, and has done nothing. However often the SDK asks. */
  'fails-before',
  /** The service fails, and has done what it was asked for. */
  'fails-after',
  /** It is done, and the connection is lost before the answer. */
  'times-out',
  /** The service refuses for want of capacity. */
  'throttled',
  /** The function's process ends before the request leaves. */
  'ends-before',
  /** The function's process ends once it is done, before the answer. */
  'ends-after',
] as const;
export type FaultKind = (typeof FAULTS)[number];

/** One call that goes wrong: the nth of its operation that the function sends. */
export interface Fault {
  function: string;
  operation: string;
  nth: number;
  kind: FaultKind;
}
