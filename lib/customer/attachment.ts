import * as v from 'valibot';
import { beginOperation, type Operation } from '../operation/operation';
import { attachCardRequest, makeDefaultRequest } from './card-token';
import type { AddedCard, Customer } from './customer';
import type { StripeCustomer } from './stripe-customer';

/** The first step: the card is added. Its attempt stands in its metadata, to recognise it by. */
export function beginAttachment(customer: Customer, token: string, input: AddedCard, now: number): Operation {
  return beginOperation(
    {
      kind: 'attach_card',
      recordId: customer.id,
      request: (attempt) =>
        attachCardRequest(customer.stripe_customer_id ?? '', token, {
          aa_stripe_id: customer.id,
          aa_stripe_attempt: attempt,
        }),
      input,
    },
    now,
  );
}

/** The second step, frozen once the card's id is known. */
export function beginMakingDefault(
  customer: Customer,
  cardId: string,
  input: AddedCard,
  now: number,
): Operation {
  return beginOperation(
    {
      kind: 'make_default',
      recordId: customer.id,
      request: () => makeDefaultRequest(customer.stripe_customer_id ?? '', cardId),
      input,
    },
    now,
  );
}

const DefaultParams = v.object({
  default_source: v.optional(v.string()),
  invoice_settings: v.object({ default_payment_method: v.string() }),
});

/**
 * The card that an operation is about, among those that Stripe shows; null if it is not there. Only the very
 * card counts: a payment method by its id in the request, a card from a token by the attempt in its metadata.
 */
export function cardOf(operation: Operation, stripe: StripeCustomer): string | null {
  const id = namedCard(operation) ?? stripe.attempts.get(operation.attempt) ?? null;
  return stripe.cards.some((card) => card.id === id) ? id : null;
}

/** The card that the request itself names; one made from a token has no name before it is there. */
export function namedCard({ request }: Operation): string | null {
  const path = /^\/v1\/payment_methods\/(pm_\w+)\/attach$/.exec(request.path);
  if (path?.[1]) return path[1];
  const params = v.safeParse(DefaultParams, request.params);
  if (!params.success) return null;
  return params.output.default_source ?? params.output.invoice_settings.default_payment_method;
}
