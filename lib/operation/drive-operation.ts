import { amend } from './amend';
import type { Course } from './course';
import { StripeDeniedError, StripeUnavailableError } from './errors';
import { isTakenOver, type Operation, putBack } from './operation';
import type { Outcome, StripeFailure } from './outcome';
import type { StripeRequests, Time } from './ports';
import { type OperatedRecord, operationOf, withOperationEnded, written } from './record';
import { sendOperation } from './send-operation';

/** How an operation ended, with the record as it is now; null if nothing is left of it. */
export type Driven<R> =
  /** It took effect, whoever noticed it first. */
  | { outcome: 'done'; record: R }
  /** Stripe refused it for good. */
  | { outcome: 'refused'; record: R | null; failure: StripeFailure }
  /** Not decided: the same request will be sent again under the same key. */
  | { outcome: 'unavailable'; record: R | null; failure: StripeFailure }
  /** Stripe broke over it; `recover-operations` finds out. */
  | { outcome: 'unknown'; record: R | null; failure: StripeFailure };

export interface DrivePorts {
  stripe: StripeRequests;
  time: Time;
}

const LOOK_AGAIN_SECONDS = 60;
const TRIES = 5;

/**
 * Sends an operation whose lease the caller holds, and writes what came of it. `resumed`: it may have been sent
 * before, so the answer may be an old one that Stripe repeats, and its present state is fetched instead.
 * @throws StripeDeniedError when Stripe does not accept our key; the record is then as due as it was
 */
export async function driveOperation<R extends OperatedRecord, S>(
  record: R,
  course: Course<R, S>,
  ports: DrivePorts,
  resumed: boolean,
): Promise<Driven<R>> {
  const operation = operationOf(record);
  const settled = resumed ? ((await course.lookBefore?.(operation, record)) ?? null) : null;
  if (settled !== null) return takeOver(record, operation, settled, course, ports.time);
  const { outcome, tries } = await sendOperation(operation, ports);
  const now = ports.time.now();
  if (outcome.type === 'failed' && course.isOutdated?.(operation, outcome.error)) {
    return takeOver(record, operation, null, course, ports.time, outcome.error);
  }
  if (outcome.type !== 'done') return undone(record, operation, outcome, course, now, resumed || tries > 1);
  const answer = course.read(outcome.body, record);
  if (!resumed) {
    const next = written(completed(record, operation, answer, course, now, null), record, now);
    if (await course.home.save(next, record, course.signals(record, next))) {
      return { outcome: 'done', record: next };
    }
  }
  return takeOver(record, operation, answer, course, ports.time);
}

/**
 * Ends an operation that took effect by taking over Stripe's present state, under the version condition.
 * `answer`: what Stripe said of it, which may be out of date. `refusal`: why it refused, if it did.
 */
export async function takeOver<R extends OperatedRecord, S>(
  record: R,
  operation: Operation,
  answer: S | null,
  course: Course<R, S>,
  time: Time,
  refusal: StripeFailure | null = null,
): Promise<Driven<R>> {
  let current: R | null = record;
  for (let i = 0; i < TRIES; i += 1) {
    current = await course.home.reload(record);
    if (!current) break;
    if (current.operation?.attempt !== operation.attempt) return { outcome: 'done', record: current };
    const shown = await presentOf(current, answer, course);
    if (shown instanceof StripeUnavailableError) {
      return { outcome: 'unavailable', record: current, failure: refusal ?? BEING_FOUND_OUT };
    }
    const present = shown ?? answer;
    const now = time.now();
    // Refused, and nothing there that our record could be out of date with: then it is just that.
    if (present === null && refusal) return refused(current, operation, refusal, null, course, now);
    if (present === null) break;
    const next = written(completed(current, operation, present, course, now, refusal), current, now);
    if (await course.home.save(next, current, course.signals(current, next))) {
      return { outcome: 'done', record: next };
    }
  }
  return { outcome: 'unknown', record: current, failure: refusal ?? BEING_FOUND_OUT };
}

const BEING_FOUND_OUT: StripeFailure = {
  type: 'api_error',
  code: null,
  decline_code: null,
  message: 'What came of it is being found out.',
};

/** Stripe's present state of the record's object; the error if Stripe cannot be read now. */
async function presentOf<R extends OperatedRecord, S>(
  record: R,
  answer: S | null,
  course: Course<R, S>,
): Promise<S | null | StripeUnavailableError> {
  const id = course.stripeIdOf(record, answer);
  if (id === null) return null;
  try {
    return await course.retrieve(id, record);
  } catch (error) {
    if (error instanceof StripeUnavailableError) return error;
    throw error;
  }
}

function completed<R extends OperatedRecord, S>(
  record: R,
  operation: Operation,
  stripe: S,
  course: Course<R, S>,
  now: number,
  refusal: StripeFailure | null,
): R {
  const ended = withOperationEnded(record);
  return course.complete?.(ended, operation, stripe, now, refusal) ?? course.adopt(ended, stripe, now);
}

async function undone<R extends OperatedRecord, S>(
  record: R,
  operation: Operation,
  outcome: Exclude<Outcome, { type: 'done' }>,
  course: Course<R, S>,
  now: number,
  sentBefore: boolean,
): Promise<Driven<R>> {
  const { error: failure } = outcome;
  // Whoever has taken the operation over meanwhile has sent it as well, and knows better.
  const change = (to: (current: R) => R | null) =>
    amend(record, operation, course, now, (current) =>
      isTakenOver(current.operation, operation) ? current : to(current),
    );
  const open = (current: R, left: Operation, unknown: boolean): R => ({
    ...(course.undecided?.(current, failure, unknown) ?? current),
    operation: left,
  });
  switch (outcome.type) {
    case 'failed':
      return refused(record, operation, failure, outcome.body, course, now);
    case 'denied':
      // An earlier try under this key may have reached Stripe; without one there is nothing to keep.
      await change((current) =>
        sentBefore
          ? { ...current, operation: putBack(operation, now) }
          : course.restored(withoutOperation(current), operation),
      );
      throw new StripeDeniedError(failure);
    case 'again': {
      const left = await change((current) => open(current, putBack(operation, now), false));
      return { outcome: 'unavailable', record: left, failure };
    }
    case 'unknown': {
      const unknown = { ...putBack(operation, now, LOOK_AGAIN_SECONDS), status: 'unknown' as const };
      return { outcome: 'unknown', record: await change((current) => open(current, unknown, true)), failure };
    }
  }
}

async function refused<R extends OperatedRecord, S>(
  record: R,
  operation: Operation,
  failure: StripeFailure,
  body: unknown,
  course: Course<R, S>,
  now: number,
): Promise<Driven<R>> {
  const left = await amend(record, operation, course, now, (current) =>
    course.refused(withoutOperation(current), operation, failure, body),
  );
  return { outcome: 'refused', record: left, failure };
}

function withoutOperation<R extends OperatedRecord>(record: R): R {
  return { ...record, operation: null };
}
