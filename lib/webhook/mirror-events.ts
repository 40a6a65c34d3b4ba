import type { Course } from '../operation/course';
import type { Time } from '../operation/ports';
import type { OperatedRecord } from '../operation/record';
import { isId } from '../operation/record-id';
import { refreshRecord } from '../operation/refresh-record';
import type { EventHandler, Handled, ReceivedEvent } from './ports';
import type { StripeEvent } from './stripe-event';

/** Our own request may still be writing the record; after this an unknown object is somebody else's. */
const PATIENCE_MS = 5 * 60_000;

export interface MirrorParts<R extends OperatedRecord, S> {
  /** What the objects are called in notes, such as `charge`. */
  name: string;
  /** Kinds of objects that carry our id when we made them: one without it is certainly somebody else's. */
  signed: readonly string[];
  /**
   * Kinds of objects whose news the answers to our own requests bring already. Others, such as a dispute that a
   * payment met at once, are fetched whoever caused them. Default: all.
   */
  answered?: readonly string[];
  course: Course<R, S>;
  /** Stripe's id of the object that an event is about. */
  subjectOf(event: StripeEvent): string | null;
  /** Our own id in an event, where it is not in the object's own metadata. */
  oursIn?(event: StripeEvent): string | null;
  /** The record of that object: by Stripe's id, else by ours, if the event names it. */
  find(stripeId: string, ours: string | null): Promise<R | null>;
  /** Whether its owner was erased: events about it must not keep their text. Default: nobody was. */
  isErased?(record: R): boolean;
  time: Time;
}

/**
 * Handles events about objects that records mirror. Whatever an event says, the object's present state is
 * fetched and taken over, so the order of delivery does not matter. An event that only tells what our own
 * request did costs nothing.
 */
export function mirrorEvents<R extends OperatedRecord, S>(parts: MirrorParts<R, S>): EventHandler {
  return {
    subjectOf: parts.subjectOf,
    handle: async (stripeId, received) => {
      const ours = ourIdIn(received, parts.oursIn ?? metadataId);
      const record = await parts.find(stripeId, ours);
      if (!record) return unknownObject(stripeId, ours, received, parts);
      const done: Handled = { outcome: 'done', ...(parts.isErased?.(record) && { isErased: true }) };
      if (received.every(({ event }) => isOurOwn(event, record) && isAnswered(event, parts.answered)))
        return done;
      const refreshed = await refreshRecord(record, parts.course, parts.time, stripeId);
      switch (refreshed.outcome) {
        case 'refreshed':
          return done;
        case 'unknown-at-stripe':
          return { outcome: 'failed', error: `Stripe does not know ${parts.name} ${stripeId}` };
        case 'contended':
          return { outcome: 'later', reason: `${record.id} is being written` };
      }
    },
  };
}

function isAnswered({ object }: StripeEvent, kinds: readonly string[] | undefined): boolean {
  return kinds?.some((kind) => kind === object['object']) ?? true;
}

function ourIdIn(received: ReceivedEvent[], oursIn: (event: StripeEvent) => string | null): string | null {
  for (const { event } of received) {
    const ours = oursIn(event);
    if (ours !== null) return ours;
  }
  return null;
}

/** Our own id, which nearly every object that we make at Stripe carries in its metadata. */
function metadataId({ object: { metadata } }: StripeEvent): string | null {
  if (typeof metadata !== 'object' || metadata === null || !('aa_stripe_id' in metadata)) return null;
  const { aa_stripe_id } = metadata;
  return typeof aa_stripe_id === 'string' && isId(aa_stripe_id) ? aa_stripe_id : null;
}

function unknownObject(
  stripeId: string,
  ours: string | null,
  received: ReceivedEvent[],
  { name, signed }: { name: string; signed: readonly string[] },
): Handled {
  const note = `${name} ${stripeId} is not one of ours`;
  const waited = received.every(({ age }) => age > PATIENCE_MS);
  const isSigned = ({ event }: ReceivedEvent) => signed.some((kind) => kind === event.object['object']);
  const isForeign = ours === null && received.some(isSigned);
  return isForeign || waited ? { outcome: 'noted', note } : { outcome: 'later', reason: note };
}

/** Whether the record holds already what the event tells, since our own request was its cause. */
export function isOurOwn(event: StripeEvent, record: OperatedRecord): boolean {
  return event.idempotencyKey !== null && record.applied_keys.includes(event.idempotencyKey);
}
