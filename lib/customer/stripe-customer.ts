import * as v from 'valibot';
import type { Card } from './card';

/** A customer as Stripe describes it, reduced to what this product relies on. */
export interface StripeCustomer {
  id: string;
  deleted: boolean;
  livemode: boolean | null;
  cards: Card[];
  default_source: string | null;
  /** Our own id, if this customer was made by us. */
  aa_stripe_id: string | null;
  /** Cards that we added from tokens, by the attempt that their metadata names. */
  attempts: Map<string, string>;
  raw: Record<string, unknown>;
}

const CardFields = v.object({
  brand: v.nullish(v.string(), null),
  last4: v.nullish(v.string(), null),
  exp_month: v.nullish(v.number(), null),
  exp_year: v.nullish(v.number(), null),
});

const StripeCard = v.pipe(
  v.object({
    id: v.string(),
    object: v.string(),
    ...CardFields.entries,
    /** Payment methods and sources nest the card's data; cards carry it themselves. */
    card: v.nullish(CardFields),
  }),
  v.transform(({ card, ...own }): Card => (card ? { id: own.id, object: own.object, ...card } : own)),
);

const Expandable = v.nullish(v.union([v.string(), StripeCard]), null);

const StripeCustomerObject = v.object({
  id: v.string(),
  deleted: v.optional(v.boolean(), false),
  livemode: v.nullish(v.boolean(), null),
  default_source: Expandable,
  invoice_settings: v.nullish(v.object({ default_payment_method: Expandable }), null),
  sources: v.nullish(v.object({ data: v.array(StripeCard) }), null),
  metadata: v.nullish(v.record(v.string(), v.string()), null),
});

const RawObject = v.record(v.string(), v.unknown());
const RawSources = v.object({ sources: v.object({ data: v.array(v.unknown()) }) });
const Attempted = v.object({ id: v.string(), metadata: v.object({ aa_stripe_attempt: v.string() }) });

/**
 * Reads Stripe's customer object. The default card is the one a charge would use: the payment method of
 * the invoice settings, else the default source.
 * @throws v.ValiError if it is not a customer
 * @see https://docs.stripe.com/api/customers/object
 */
export function readStripeCustomer(raw: unknown): StripeCustomer {
  const customer = v.parse(StripeCustomerObject, raw);
  const preferred = customer.invoice_settings?.default_payment_method ?? customer.default_source;
  const expanded = [customer.invoice_settings?.default_payment_method, customer.default_source];
  const cards = [...(customer.sources?.data ?? []), ...expanded.filter((card) => card instanceof Object)];
  return {
    id: customer.id,
    deleted: customer.deleted,
    livemode: customer.livemode,
    cards: uniqueById(cards),
    default_source: typeof preferred === 'string' ? preferred : (preferred?.id ?? null),
    aa_stripe_id: customer.metadata?.aa_stripe_id ?? null,
    attempts: attemptsOf(v.is(RawSources, raw) ? raw.sources.data : []),
    raw: v.parse(RawObject, raw),
  };
}

/** @throws v.ValiError if an entry is not a card, source or payment method */
export function readStripeCards(raw: unknown[]): Card[] {
  return raw.map((card) => v.parse(StripeCard, card));
}

/** Those of the entries that are cards, sources or payment methods. */
export function cardsAmong(raw: unknown[]): Card[] {
  return raw.flatMap((entry) => {
    const card = v.safeParse(StripeCard, entry);
    return card.success ? [card.output] : [];
  });
}

/** Which attempt of ours added which card: attempt → card id. */
export function attemptsOf(raw: unknown[]): Map<string, string> {
  const ours = raw.filter((card) => v.is(Attempted, card));
  return new Map(ours.map(({ id, metadata }) => [metadata.aa_stripe_attempt, id]));
}

/** Cards in the order given; where an id comes twice the first stands. */
export function uniqueById(cards: Card[]): Card[] {
  return cards.filter((card, i) => cards.findIndex(({ id }) => id === card.id) === i);
}
