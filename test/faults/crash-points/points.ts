import type { Call } from '../platform/calls';
import { FAULTS, type Fault } from '../platform/faults';

/** One thing that can go wrong in one use case. */
export interface Point {
  useCase: string;
  fault: Fault;
}

const BETWEEN = ' | ';

export function pointName({ useCase, fault: { function: name, operation, nth, kind } }: Point): string {
  return [useCase, name, operation, nth, kind].join(BETWEEN);
}

/** @throws Error if it is not the name of a point */
export function pointNamed(text: string): Point {
  const [useCase, name, operation, nth, kind] = text.split(BETWEEN);
  const known = FAULTS.find((each) => each === kind);
  if (!useCase || !name || !operation || !nth || !known) {
    throw new Error(`Not a point: "${text}". Points are "use case | function | operation | nth | fault".`);
  }
  return { useCase, fault: { function: name, operation, nth: Number(nth), kind: known } };
}

/** Every fault of every call that a use case makes. */
export function pointsOf(useCase: string, calls: Call[]): Point[] {
  return calls.flatMap((call) => FAULTS.map((kind) => ({ useCase, fault: { ...call, kind } })));
}
