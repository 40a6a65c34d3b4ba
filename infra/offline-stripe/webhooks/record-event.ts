import { API_VERSION } from '../api-version';
import type { Emit } from '../http/emit';
import type { StoredEvent } from '../objects/event';
import type { Sandbox } from '../sandbox';
import { newId } from '../store/new-id';

/** A change that a request made. */
export interface Change {
  readonly type: string;
  readonly object: object;
  readonly previous: object | undefined;
}

/** Stores a change as an event and sends it to the webhook endpoints. */
export function recordEvent(
  { account, deliveries }: Pick<Sandbox, 'account' | 'deliveries'>,
  { type, object, previous }: Change,
  request: StoredEvent['request'],
): void {
  const event = account.events.put({
    id: newId('evt'),
    object: 'event',
    api_version: API_VERSION,
    created: account.now(),
    data: previous === undefined ? { object } : { object, previous_attributes: previous },
    livemode: false,
    request,
    type,
  });
  deliveries.send(event);
}

/** Records at once what comes about without a request to the API. */
export function announcer(sandbox: Pick<Sandbox, 'account' | 'deliveries'>): Emit {
  return (type, object, previous) =>
    recordEvent(sandbox, { type, object, previous }, { id: null, idempotency_key: null });
}
