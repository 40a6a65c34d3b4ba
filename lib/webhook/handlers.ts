import type { EventHandler } from './ports';

/** Handlers by event model: `customer.source.updated` is of model `customer.source`. */
export type EventHandlers = Record<string, EventHandler>;

/** Null for models nobody handles: their events are stored and signalled, and cost no Stripe call. */
export function handlerOf(eventModel: string | null, handlers: EventHandlers): EventHandler | null {
  return (eventModel && Object.hasOwn(handlers, eventModel) && handlers[eventModel]) || null;
}
