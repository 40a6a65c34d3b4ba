import type { SignalName } from '../signals/signal';
import type { Operation } from './operation';
import type { StripeFailure } from './outcome';
import type { OperatedRecord } from './record';

/** Where records of one kind are kept. */
export interface RecordHome<R> {
  /** Consistent read of the record as it is now; null if it is gone. */
  reload(record: R): Promise<R | null>;
  /** One conditional write with what is to be signalled; false if the record is not at `previous.version`. */
  save(next: R, previous: R, signals?: SignalName[]): Promise<boolean>;
  /** One conditional delete; false if the record is not at that version. */
  remove(record: R): Promise<boolean>;
}

/**
 * The course that operations of one kind of record take: everything about them that differs between kinds.
 * `R` is our record, `S` what is read from Stripe. All functions but the readings are pure; versions,
 * times and saving are the engine's matter.
 */
export interface Course<R extends OperatedRecord, S> {
  home: RecordHome<R>;
  /**
   * Reads the answer to an operation.
   * @throws v.ValiError if it is not what was asked for
   */
  read(body: unknown, record: R): S;
  /** Which object at Stripe the record mirrors; null if it has none yet. `answer`: what Stripe just said. */
  stripeIdOf(record: R, answer: S | null): string | null;
  /**
   * Stripe's present state; null if Stripe does not know the object.
   * @throws StripeDeniedError, StripeUnavailableError
   */
  retrieve(stripeId: string, record: R): Promise<S | null>;
  /**
   * Looks at Stripe for what an operation made whose answer never came; null if nothing shows that it took effect.
   * @throws StripeDeniedError, StripeUnavailableError
   */
  lookFor(operation: Operation, record: R): Promise<S | null>;
  /**
   * Looks at Stripe before an operation is sent again that might by now hit another object than the first time; what
   * it gives shows that nothing is left to be sent. Default: sending it again is safe, under its key.
   * @throws StripeDeniedError, StripeUnavailableError
   */
  lookBefore?(operation: Operation, record: R): Promise<S | null>;
  /**
   * Whether it does no harm if the operation takes effect although it was given up: then one that left no trace
   * is given up at once, not only when Stripe has forgotten its key. Default: no.
   */
  isHarmlessLate?(operation: Operation): boolean;
  /** The record with Stripe's state taken over. Ends the record's operation where that state proves its effect. */
  adopt(record: R, stripe: S, now: number): R;
  /**
   * The record after its operation has ended, which it carries no more, with Stripe's state taken over. `failure`:
   * why Stripe refused it, where that only said that our record was out of date. Default: `adopt`.
   */
  complete?(record: R, operation: Operation, stripe: S, now: number, failure: StripeFailure | null): R;
  /** Whether a refusal says that our record is out of date, so that Stripe's present state decides. */
  isOutdated?(operation: Operation, failure: StripeFailure): boolean;
  /**
   * The record after Stripe refused the operation for good; null if nothing is to be left of it. `body` is
   * Stripe's error object.
   */
  refused(record: R, operation: Operation, failure: StripeFailure, body: unknown): R | null;
  /** What a reader is to see while nobody knows what came of the operation. Default: no change. */
  undecided?(record: R, failure: StripeFailure, unknown: boolean): R;
  /** The record as it was before an operation of which certainly nothing reached Stripe. Null: gone. */
  restored(record: R, operation: Operation): R | null;
  /** The record after an operation that Stripe has forgotten and that left no trace there. */
  abandoned(record: R, operation: Operation): R | null;
  /** What the step from one state to the next means to others. */
  signals(before: R, after: R): SignalName[];
  /** Whether a reader of the API could see a difference. */
  looksDifferent(before: R, after: R): boolean;
}
