import type { RunOptions, Step } from '../command/command';
import { amend } from './amend';
import type { Course } from './course';
import { type Driven, type DrivePorts, driveOperation, takeOver } from './drive-operation';
import { StripeUnavailableError } from './errors';
import { isKeyForgotten, isLeased, isResumable, putBack, takenOver } from './operation';
import { type OperatedRecord, operationOf, written } from './record';

const LOOK_AGAIN_SECONDS = 10 * 60;

/**
 * Finishes an operation whose holder is gone: sends it again while its key is alive, otherwise, or when
 * Stripe broke over it, looks at Stripe and takes over what is there.
 * @throws StripeDeniedError, StripeUnavailableError: the operation is still due
 */
export async function recoverOperation<R extends OperatedRecord, S>(
  record: R,
  course: Course<R, S>,
  options: RunOptions,
  ports: DrivePorts,
): Promise<Step> {
  const now = ports.time.now();
  const { operation } = record;
  if (!operation || isLeased(operation, now)) return 'skipped';
  if (options.dryRun) return 'changed';
  const held = written({ ...record, operation: takenOver(operation, now) }, record, now);
  // Somebody else took it, or a webhook has ended it.
  if (!(await course.home.save({ ...held, updated: record.updated }, record))) return 'skipped';

  const driven = isResumable(operation, now)
    ? await driveOperation(held, course, ports, true)
    : await settleOperation(held, course, ports);
  if (driven.outcome === 'unavailable') throw new StripeUnavailableError('Stripe cannot be reached now.');
  return driven.outcome === 'unknown' ? 'skipped' : 'changed';
}

/**
 * Settles an operation whose answer is not known by looking at Stripe. Found: taken over. Not found: it may
 * still appear until Stripe has forgotten its key; only then the attempt is given up.
 */
export async function settleOperation<R extends OperatedRecord, S>(
  record: R,
  course: Course<R, S>,
  ports: DrivePorts,
): Promise<Driven<R>> {
  const operation = operationOf(record);
  const found = await course.lookFor(operation, record);
  if (found !== null) return takeOver(record, operation, found, course, ports.time);
  const now = ports.time.now();
  const failure = {
    type: 'api_error',
    code: null,
    decline_code: null,
    message: 'Stripe has no trace of it.',
  };
  if (!isKeyForgotten(operation, now) && !course.isHarmlessLate?.(operation)) {
    const later = putBack(operation, now, LOOK_AGAIN_SECONDS);
    const left = await amend(record, operation, course, now, (current) => ({ ...current, operation: later }));
    return { outcome: 'unknown', record: left, failure };
  }
  const left = await amend(record, operation, course, now, (current) =>
    course.abandoned({ ...current, operation: null }, operation),
  );
  return { outcome: 'refused', record: left, failure };
}
