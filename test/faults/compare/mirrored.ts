import type Stripe from 'stripe';
import type { Item } from './item';

/** I5, I6: what our records say of objects at Stripe, compared with Stripe itself, not by the product's own means. */
export async function mirrored(items: Item[], stripe: Stripe): Promise<string[]> {
  const problems = await Promise.all(
    items.map(async (item) => {
      switch (item.kind) {
        case 'customer':
          return customer(item, stripe);
        case 'subscription':
          return subscription(item, stripe);
        case 'charge':
          return dispute(item, stripe);
        case 'coupon':
          return coupon(item, stripe);
        default:
          return [];
      }
    }),
  );
  return problems.flat();
}

async function customer(item: Item, stripe: Stripe): Promise<string[]> {
  const id = item['stripe_customer_id'];
  if (typeof id !== 'string') return [];
  const there = await stripe.customers.retrieve(id, { expand: ['sources'] });
  if (there.deleted) return differs(item, 'state', item['state'], 'deleted');
  const { data: methods } = await stripe.customers.listPaymentMethods(id, { limit: 100 });
  const cards = new Set([...methods.map(({ id }) => id), ...(there.sources?.data ?? []).map(({ id }) => id)]);
  const method = there.invoice_settings.default_payment_method ?? there.default_source ?? undefined;
  const ours = item['sources'] as { id: string }[];
  return [
    ...differs(item, 'state', item['state'], 'created'),
    ...differs(item, 'sources', ours.map(({ id }) => id).sort(), [...cards].sort()),
    ...differs(item, 'default_source', item['default_source'], method),
  ];
}

async function subscription(item: Item, stripe: Stripe): Promise<string[]> {
  const id = item['stripe_subscription_id'];
  if (typeof id !== 'string') return [];
  const there = await stripe.subscriptions.retrieve(id);
  return [
    ...differs(item, 'status', item['status'], there.status),
    // `at_period_end` is the caller's wish; that it was cancelled is what Stripe decides.
    ...differs(item, 'cancelled', (item['canceled_at'] ?? null) !== null, hasEnd(there)),
  ];
}

function hasEnd({ status, cancel_at_period_end: ends }: Stripe.Subscription): boolean {
  return ends || status === 'canceled';
}

async function dispute(item: Item, stripe: Stripe): Promise<string[]> {
  const id = item['stripe_charge_id'];
  if (typeof id !== 'string') return [];
  const { data } = await stripe.disputes.list({ charge: id });
  const ours = item['dispute'] as { status: string } | undefined;
  return differs(item, 'dispute', ours?.status, data[0]?.status);
}

async function coupon(item: Item, stripe: Stripe): Promise<string[]> {
  if (String(item['sk']).startsWith('past#')) return [];
  const there = await stripe.coupons.retrieve(String(item['coupon_id'])).catch(() => null);
  const isSame = there !== null && there.created === item['stripe_created'];
  return [
    ...differs(item, 'is_deleted', item['is_deleted'], !isSame),
    ...(isSame ? differs(item, 'metadata', item['metadata'], there.metadata) : []),
  ];
}

function differs(item: Item, field: string, ours: unknown, theirs: unknown): string[] {
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return [];
  return [`I5: ${item.kind} ${field} is ${JSON.stringify(ours)}, at Stripe ${JSON.stringify(theirs)}`];
}
