import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Operation } from '../operation/operation';
import type { Card } from './card';

/** A Stripe customer and the owner (a user, an office) whose cards it keeps. */
export interface Customer {
  /** `scus_…`, derived from owner and first token. */
  id: string;
  owner: string;
  /** `creating` until Stripe has answered; `deleted` is a tombstone of what Stripe says is gone. */
  state: 'creating' | 'created' | 'deleted';
  is_active: boolean;
  stripe_customer_id: string | null;
  sources: Card[];
  /** The card that is charged unless another is named. */
  default_source: string | null;
  livemode: boolean;
  /** ISO 8601, UTC. */
  created: string;
  updated: string;
  /** Goes up with every write that may rest on Stripe's state. */
  version: number;
  /** What stripe.js gave the browser. Kept, never shown. */
  stripe_js_response: Record<string, unknown>;
  /** The customer as Stripe last gave it; null until then. */
  stripe_response: Record<string, unknown> | null;
  /** The last token added to an existing customer, and the card it became: the same one again adds nothing. */
  attached: { token_digest: string; card_id: string } | null;
  /** Idempotency keys whose results this record already holds, newest last. */
  applied_keys: string[];
  /** ISO 8601: when its owner was erased, with all personal data in it; null for everybody else. */
  erased_at: string | null;
  operation: Operation | null;
}

const AddedCard = v.object({
  token_digest: v.string(),
  stripe_js_response: v.record(v.string(), v.unknown()),
});

/**
 * What came with a card, and becomes part of the record if Stripe takes it: a digest that recognises the token (the
 * token itself stands only in the request), and what stripe.js gave.
 */
export type AddedCard = v.InferOutput<typeof AddedCard>;

/** @throws v.ValiError if the operation is not about a card */
export function cardAddedBy(operation: Operation): AddedCard {
  return v.parse(AddedCard, operation.input);
}

/** The same owner and token always mean the same record, so a token sent twice is one conditional put. */
export function customerIdFor(owner: string, token: string): string {
  return `scus_${digest(`${owner}\n${token}`).slice(0, 32)}`;
}

/** SHA-256 in hex: recognises a token without keeping it. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
