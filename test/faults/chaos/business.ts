import Stripe from 'stripe';
import type { Chance } from './chance';
import type { World } from './world';

/** What is known of the business so far. */
export interface Books {
  plan: string;
  /** Users with a card. */
  payers: string[];
  /** Charges by id: their users. */
  charges: string[];
  subscriptions: string[];
  coupons: string[];
  count: number;
}

/** Tokens by how often they are met. */
const TOKENS = [
  ...Array.from({ length: 12 }, () => 'tok_visa'),
  'tok_mastercard',
  'tok_amex',
  'pm_card_visa',
  'tok_chargeCustomerFail',
  'tok_chargeDeclined',
];

type Deed = (world: World, books: Books, chance: Chance) => Promise<unknown>;

/** Deeds by how often they are done. */
const DEEDS: [weight: number, deed: Deed][] = [
  [6, signUp],
  [10, pay],
  [3, recordOnly],
  [2, giveBack],
  [2, giveBackAtStripe],
  [2, subscribe],
  [1, unsubscribe],
  [3, changeAtStripe],
  [1, newCardAtStripe],
  [1, leave],
  [1, couponAtStripe],
  [1, dispute],
];
const ALL = DEEDS.flatMap(([weight, deed]) => Array.from({ length: weight }, () => deed));

/** Opens the books: what is sold. */
export async function openBooks(world: World): Promise<Books> {
  const plan = { amount: 900, name: 'Monthly', interval: 'month' };
  const made = await world.request('POST', '/aa-stripe/plans', 'op', plan);
  const id = String(made.body['id']);
  await world.request('POST', `/aa-stripe/plans/${id}/create-at-stripe`, 'op');
  return { plan: id, payers: [], charges: [], subscriptions: [], coupons: [], count: 0 };
}

/** Something that happens in a shop. What goes wrong in it is the shop's everyday: nobody here looks at answers. */
export async function doSomething(world: World, books: Books, chance: Chance): Promise<void> {
  books.count += 1;
  try {
    await chance.oneOf(ALL)(world, books, chance);
  } catch (error) {
    // Faults at Stripe hit people in its Dashboard too.
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
  }
}

async function signUp(world: World, books: Books, chance: Chance): Promise<void> {
  const user = `u${books.count}`;
  const body = { stripe_js_response: { id: chance.oneOf(TOKENS) } };
  const { status } = await world.request('POST', '/aa-stripe/customers', user, body);
  if (status < 300) books.payers.push(user);
}

async function record(world: World, books: Books, chance: Chance): Promise<string | null> {
  if (books.payers.length === 0) return null;
  const body = {
    user: chance.oneOf(books.payers),
    amount: 100 + chance.upTo(9_900),
    description: `Order ${books.count}`,
    source_type: 'order',
    source_id: String(books.count),
  };
  const { status, body: charge } = await world.request('POST', '/aa-stripe/charges', 'op', body);
  return status === 201 ? String(charge['id']) : null;
}

async function pay(world: World, books: Books, chance: Chance): Promise<void> {
  const id = await record(world, books, chance);
  if (id === null) return;
  books.charges.push(id);
  await world.request('POST', `/aa-stripe/charges/${id}/charge`, 'op');
  // Impatient clients press the button again.
  if (chance.hits(0.2)) await world.request('POST', `/aa-stripe/charges/${id}/charge`, 'op');
}

async function recordOnly(world: World, books: Books, chance: Chance): Promise<void> {
  const id = await record(world, books, chance);
  if (id !== null) books.charges.push(id);
}

async function giveBack(world: World, books: Books, chance: Chance): Promise<void> {
  if (books.charges.length === 0) return;
  const body = chance.hits(0.5) ? { amount: 1 + chance.upTo(2_000) } : {};
  const path = `/aa-stripe/charges/${chance.oneOf(books.charges)}/refund`;
  // Two operators at once, now and then.
  const times = chance.hits(0.2) ? 2 : 1;
  await Promise.all(Array.from({ length: times }, () => world.request('POST', path, 'op', body)));
}

async function giveBackAtStripe(world: World, _: Books, chance: Chance): Promise<void> {
  const { data } = await world.stripe.paymentIntents.list({ limit: 30 });
  const paid = data.filter(({ status, metadata }) => status === 'succeeded' && metadata['aa_stripe_id']);
  if (paid.length === 0) return;
  const { id, amount } = chance.oneOf(paid);
  const half = Math.ceil(amount / 2);
  await world.stripe.refunds.create({ payment_intent: id, amount: half }).catch(() => null);
}

async function subscribe(world: World, books: Books, chance: Chance): Promise<void> {
  if (books.payers.length === 0) return;
  const body = { user: chance.oneOf(books.payers), plan: books.plan };
  const made = await world.request('POST', '/aa-stripe/subscriptions', 'op', body);
  if (made.status !== 201) return;
  const id = String(made.body['id']);
  books.subscriptions.push(id);
  await world.request('POST', `/aa-stripe/subscriptions/${id}/create-at-stripe`, 'op');
}

async function unsubscribe(world: World, books: Books, chance: Chance): Promise<void> {
  if (books.subscriptions.length === 0) return;
  const path = `/aa-stripe/subscriptions/${chance.oneOf(books.subscriptions)}`;
  await world.request('POST', `${path}/cancel`, 'op', { at_period_end: chance.hits(0.5) });
  if (chance.hits(0.3)) await world.request('POST', `${path}/undo-cancel`, 'op');
}

async function someCustomer({ stripe }: World, chance: Chance): Promise<string | null> {
  const { data } = await stripe.customers.list({ limit: 50 });
  return data.length === 0 ? null : chance.oneOf(data).id;
}

async function changeAtStripe(world: World, books: Books, chance: Chance): Promise<void> {
  const id = await someCustomer(world, chance);
  if (id)
    await world.stripe.customers.update(id, { metadata: { seen: String(books.count) } }).catch(() => null);
}

async function newCardAtStripe(world: World, _: Books, chance: Chance): Promise<void> {
  const id = await someCustomer(world, chance);
  if (id) await world.stripe.customers.createSource(id, { source: 'tok_mastercard' }).catch(() => null);
}

async function leave(world: World, _: Books, chance: Chance): Promise<void> {
  const id = chance.hits(0.5) ? await someCustomer(world, chance) : null;
  if (id) await world.stripe.customers.del(id).catch(() => null);
}

async function couponAtStripe({ stripe }: World, books: Books, chance: Chance): Promise<void> {
  if (books.coupons.length === 0 || chance.hits(0.5)) {
    const { id } = await stripe.coupons.create({ percent_off: 1 + chance.upTo(50), duration: 'once' });
    books.coupons.push(id);
    return;
  }
  if (chance.hits(0.5)) await stripe.coupons.del(chance.takeFrom(books.coupons));
  else await stripe.coupons.update(chance.oneOf(books.coupons), { metadata: { seen: String(books.count) } });
}

async function dispute(world: World, _: Books, chance: Chance): Promise<void> {
  const { data } = await world.stripe.paymentIntents.list({ limit: 30 });
  const paid = data.filter(({ status, metadata }) => status === 'succeeded' && metadata['aa_stripe_id']);
  if (paid.length === 0) return;
  const charge = String(chance.oneOf(paid).latest_charge);
  await world.offline('POST', 'disputes', { charge, reason: 'fraudulent' }).catch(() => null);
}
