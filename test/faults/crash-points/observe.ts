import type { BusEvent } from '../../../infra/local/event-bus/event-bus';
import type { Platform } from '../platform/platform';
import { BUCKET } from '../platform/services';
import { itemsOf } from './items';
import { leftOver } from './settle';

/** Facts that happen once, whatever goes wrong. The others tell of changes, which a fault may split in two. */
const ONCE = [
  'stripe_charge_succeeded',
  'stripe_charge_card_exception',
  'stripe_charge_action_required',
  'stripe_charge_refunded',
  'stripe_dispute_opened',
];

/** What a reader of records would compare: not ids, times and versions, which differ from run to run. */
const SHOWN = [
  'kind',
  'owner',
  'state',
  'status',
  'amount',
  'amount_refunded',
  'currency',
  'description',
  'is_active',
  'is_deleted',
  'is_held',
  'is_created_at_stripe',
  'at_period_end',
  'end_date',
  'valid',
  'percent_off',
  'metadata',
];

export interface Observed {
  records: string[];
  stripe: string[];
  /** Facts by name: how many different ones. */
  facts: Record<string, number>;
  deadLetters: number;
  /** Webhooks that say why they could not be handled. */
  failedWebhooks: number;
  mailed: boolean;
  /** What the bucket holds; exports by their kind, since their names differ from run to run. */
  objects: string[];
  /** What is still under way. */
  leftOver: string[];
}

/** All that matters of how a scene ended, in a form that two runs can be compared by. */
export async function observe(platform: Platform): Promise<Observed> {
  const { services } = platform.scene;
  return {
    records: itemsOf(platform)
      .filter(({ kind }) => kind !== undefined && kind !== 'webhook' && kind !== 'pending_report')
      .map((item) => JSON.stringify(shown(item)))
      .sort(),
    stripe: (await atStripe(platform)).sort(),
    facts: countFacts(services.signals),
    failedWebhooks: itemsOf(platform).filter((item) => item['event_type'] && item['parse_error']).length,
    deadLetters: services.deadLetters.messages.length,
    mailed: services.mails.length > 0,
    objects: [...new Set(services.objects.list(BUCKET).map(([key]) => key.replace(/^exports.*/, 'exports')))],
    leftOver: leftOver(platform),
  };
}

function shown(item: Record<string, unknown>): object {
  const plain = Object.fromEntries(
    SHOWN.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])),
  );
  const { refunds, sources, error, canceled_at: canceled, erased_at: erased } = item;
  return {
    ...plain,
    // Their name, which is another one each time.
    ...(erased !== undefined && String(item['owner']).startsWith('erased_') && { owner: 'erased' }),
    ...(Array.isArray(refunds) && {
      refunds: refunds.map(({ amount, status }) => `${amount} ${status}`).sort(),
    }),
    ...(Array.isArray(sources) && { cards: sources.map(({ brand, last4 }) => `${brand} ${last4}`).sort() }),
    ...(error !== undefined && { error: (error as { code?: string } | null)?.code ?? null }),
    ...(canceled !== undefined && { canceled: canceled !== null }),
  };
}

export function countFacts(signals: readonly BusEvent[]): Record<string, number> {
  const ids = new Set(signals.map(({ detail }) => String((detail as { id: string }).id)));
  const counts = ONCE.map((name) => [name, [...ids].filter((id) => id.startsWith(`${name}:`)).length]);
  return Object.fromEntries(counts.filter(([, count]) => count !== 0));
}

/** Everything at Stripe that money or a subscriber would notice. */
async function atStripe({ scene: { stripe } }: Platform): Promise<string[]> {
  const all = { limit: 100 };
  const [customers, intents, refunds, subscriptions, coupons, plans, products, taxRates] = await Promise.all([
    stripe.customers.list(all),
    stripe.paymentIntents.list(all),
    stripe.refunds.list(all),
    stripe.subscriptions.list({ ...all, status: 'all' }),
    stripe.coupons.list(all),
    stripe.plans.list(all),
    stripe.products.list(all),
    stripe.taxRates.list(all),
  ]);
  return [
    ...customers.data.map(({ description }) => `customer ${description}`),
    ...intents.data
      .filter(({ status }) => status !== 'canceled')
      .map(({ status, amount, amount_received: received }) => `payment ${status} ${amount} ${received}`),
    ...refunds.data.map(({ amount, status }) => `refund ${amount} ${status}`),
    ...subscriptions.data.map(
      ({ status, cancel_at_period_end: ends }) => `subscription ${status} ${ends ? 'ends' : 'goes on'}`,
    ),
    ...coupons.data.map(
      ({ percent_off: percent, metadata }) => `coupon ${percent} ${JSON.stringify(metadata)}`,
    ),
    ...plans.data.map(({ amount, interval }) => `plan ${amount} ${interval}`),
    ...products.data.map(({ name }) => `product ${name}`),
    ...taxRates.data.map(({ percentage }) => `tax rate ${percentage}`),
  ];
}
