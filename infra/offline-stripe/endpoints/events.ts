import type { Account } from '../account';
import { invalidRequest, resourceMissing } from '../http/api-error';
import { endpoint } from '../http/endpoint';
import type { Event, StoredEvent } from '../objects/event';
import { array, boolean, range, string } from '../params/kinds';
import { inRange } from '../store/in-range';
import { page, pagination } from '../store/list';

export const events = [
  endpoint({
    method: 'GET',
    path: '/v1/events',
    params: { ...pagination, type: string, types: array(string), created: range, delivery_success: boolean },
    returns: { list: 'event' },
    handle({ account, params }) {
      const { type, types, created, delivery_success: delivered } = params;
      if (type !== undefined && types !== undefined) {
        throw invalidRequest('You may only specify one of these parameters: type, types.');
      }
      if (types !== undefined && types.length > 20) {
        throw invalidRequest('Array too long: maximum of 20 elements', { param: 'types' });
      }
      const patterns = type === undefined ? types : [type];
      const found = account.events.newestFirst(
        (event) =>
          (patterns === undefined || patterns.some((pattern) => matches(pattern, event.type))) &&
          inRange(event.created, created) &&
          (delivered === undefined || delivered === (countPending(account, event.id) === 0)),
      );
      const listed = page(found, params, '/v1/events', 'event');
      return { ...listed, data: listed.data.map((event) => showEvent(account, event)) };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/events/:id',
    params: {},
    returns: 'event',
    handle({ account, path: { id } }) {
      const event = account.events.get(id);
      if (event === undefined) throw resourceMissing('event', id);
      return showEvent(account, event);
    },
  }),
];

/** The event with the number of webhooks that are still to be delivered, or never were. */
export function showEvent(account: Account, event: StoredEvent): Event {
  return { ...event, pending_webhooks: countPending(account, event.id) };
}

function countPending(account: Account, id: string): number {
  return account.pendingWebhooks.get(id)?.size ?? 0;
}

/** `customer.*` stands for all events that begin so. */
function matches(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}
