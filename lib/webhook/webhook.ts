import * as v from 'valibot';
import { NullableText, Text, Timestamp } from '../operation/view';

/** A Stripe event as it was received. Its id is Stripe's event id. */
export interface Webhook {
  id: string;
  event_type: string;
  livemode: boolean;
  /** ISO 8601: when it was received. */
  created: string;
  updated: string;
  version: number;
  /** Nothing is left to do for it. */
  is_parsed: boolean;
  /** Why it could not be handled; null if nothing went wrong. */
  parse_error: string | null;
  /** How often a replay was asked for. */
  replays: number;
  /** ISO 8601: when its raw data was deleted; null while it is there. */
  raw_expired_at: string | null;
  /** Stripe's id of the object that it was handled as being about; null until then, and where nobody handles it. */
  about: string | null;
}

export interface EventName {
  model: string | null;
  action: string | null;
}

/** `charge.dispute.created` is model `charge.dispute`, action `created`; `ping` is neither. */
export function eventName(eventType: string): EventName {
  const dot = eventType.lastIndexOf('.');
  return dot < 1
    ? { model: null, action: null }
    : { model: eventType.slice(0, dot), action: eventType.slice(dot + 1) };
}

/** Whether nothing is left to do for it, so that its raw data may go. */
export function isFinished({ is_parsed, parse_error }: Webhook): boolean {
  return is_parsed && parse_error === null;
}

/** A webhook as the API and the signals show it, without its raw data. */
export const WebhookView = v.object({
  id: Text,
  event_type: Text,
  livemode: v.boolean(),
  created: Timestamp,
  updated: Timestamp,
  is_parsed: v.boolean(),
  parse_error: NullableText,
});
export type PresentedWebhook = v.InferOutput<typeof WebhookView>;

export function presentWebhook(webhook: Webhook): PresentedWebhook {
  const { version: _, replays: __, raw_expired_at: ___, about: ____, ...shown } = webhook;
  return shown;
}
