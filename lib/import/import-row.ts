import type { Step } from '../command/command';
import type { Plan } from '../plan/plan';
import { chargeOfRow } from './charge-of-row';
import { couponOfRow } from './coupon-of-row';
import { customerOfRow } from './customer-of-row';
import type { ImportContext } from './import-context';
import { planOfRow } from './plan-of-row';
import type { ImportPorts } from './ports';
import { RefusedRowError } from './refused-row-error';
import { MODELS, type Model, type Row, readRow } from './row';
import { subscriptionOfRow } from './subscription-of-row';
import { webhookOfRow } from './webhook-of-row';

/** A record that a row has become, and its place in the table. */
interface Placed {
  /** What is there already: `same` for what an earlier import has left, a reason for anything else. */
  present(): Promise<'same' | 'nothing' | { clash: string }>;
  /** One conditional put; false if the record exists. */
  insert(): Promise<boolean>;
}

const OTHER_OWNER = { clash: 'was imported for another owner before' };
const OTHER_PLAN = { clash: 'another plan has its id here' };

/**
 * Takes one row: a record that is there already is left as it is, so an import may be repeated and killed anywhere.
 * Rows of other apps are passed over.
 * @throws RefusedRowError, and whatever the table throws
 */
export async function importRow(
  raw: unknown,
  dryRun: boolean,
  context: ImportContext,
  ports: ImportPorts,
): Promise<Step> {
  const row = readRow(raw);
  if (!row) throw new RefusedRowError('is not a row of a dump (model, pk, fields)');
  if (!row.model.startsWith('aa_stripe.')) return 'skipped';
  const placed = placers[modelOf(row)](row, context, ports);
  const present = await placed.present();
  if (present === 'same') return 'skipped';
  if (present !== 'nothing') throw new RefusedRowError(present.clash);
  return dryRun || (await placed.insert()) ? 'changed' : 'skipped';
}

function modelOf({ model }: Row): Model {
  const known = MODELS.find((name) => name === model);
  if (known) return known;
  throw new RefusedRowError(
    model === 'aa_stripe.stripetoken'
      ? 'is of an aa-stripe that has no customers yet: migrate it to 0.10, and dump again'
      : 'is of a model that is not known here',
  );
}

const placers: Record<Model, (row: Row, context: ImportContext, ports: ImportPorts) => Placed> = {
  'aa_stripe.stripecustomer': (row, context, { customers }) => {
    const customer = customerOfRow(row, context);
    const { owner, id } = customer;
    return {
      present: async () => {
        if (await customers.find(owner, id)) return 'same';
        return (await customers.findById(id)) ? OTHER_OWNER : 'nothing';
      },
      insert: () => customers.insert(customer),
    };
  },
  'aa_stripe.stripecharge': (row, context, { charges }) => {
    const charge = chargeOfRow(row, context);
    return {
      present: async () => ofSameOwner(await charges.find(charge.id), charge),
      insert: () => charges.insert(charge),
    };
  },
  'aa_stripe.stripesubscription': (row, context, { subscriptions }) => {
    const subscription = subscriptionOfRow(row, context);
    return {
      present: async () => ofSameOwner(await subscriptions.find(subscription.id), subscription),
      insert: () => subscriptions.insert(subscription),
    };
  },
  'aa_stripe.stripesubscriptionplan': (row, context, { plans }) => {
    const plan = planOfRow(row, context);
    return {
      present: async () => {
        const found = await plans.find(plan.id);
        if (!found) return 'nothing';
        return termsOf(found) === termsOf(plan) ? 'same' : OTHER_PLAN;
      },
      insert: () => plans.insert(plan),
    };
  },
  'aa_stripe.stripecoupon': (row, context, { coupons }) => {
    const coupon = couponOfRow(row, context);
    return {
      // Whatever has its id here by now, refresh-coupons makes it what Stripe has.
      present: async () => ((await coupons.reload(coupon)) ? 'same' : 'nothing'),
      insert: () => coupons.insert(coupon),
    };
  },
  'aa_stripe.stripewebhook': (row, context, { webhooks }) => {
    const { webhook, rawText } = webhookOfRow(row, context);
    return {
      present: async () => ((await webhooks.find(webhook.id)) ? 'same' : 'nothing'),
      insert: () => webhooks.insert(webhook, rawText),
    };
  },
};

function ofSameOwner(found: { owner: string } | null, { owner }: { owner: string }) {
  if (!found) return 'nothing';
  return found.owner === owner ? 'same' : OTHER_OWNER;
}

/** What never changes of a plan. */
function termsOf({ amount, currency, interval, interval_count }: Plan): string {
  return JSON.stringify([amount, currency, interval, interval_count]);
}
