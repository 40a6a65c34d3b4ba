import { path } from '../api/path';
import { isTrue, numberOf, type Row, rowOf, textOf } from '../api/row';
import { Moment } from '../parts/moment';
import { moneyText } from '../parts/money-text';
import type { Tone } from '../parts/tone';
import { whyFailed } from './charges';
import {
  Code,
  createdColumn,
  idColumn,
  OwnerLink,
  Pairs,
  RecordLink,
  stateColumn,
  textColumn,
} from './columns';
import { choice, dateFilters, ownerFilter } from './filters';
import type { Kind, State } from './kind';
import { recordSubscription, subscriptionActions } from './subscription-actions';

const TONES: Record<string, Tone> = {
  incomplete: 'wait',
  incomplete_expired: 'plain',
  trialing: 'good',
  active: 'good',
  past_due: 'bad',
  canceled: 'plain',
  unpaid: 'bad',
  paused: 'wait',
};

function stateOf(row: Row): State {
  const status = textOf(row, 'status');
  if (status === null) return { tone: 'plain', text: 'not at Stripe' };
  const ends = textOf(row, 'canceled_at') !== null && status !== 'canceled';
  return { tone: ends ? 'wait' : (TONES[status] ?? 'plain'), text: ends ? `${status}, ending` : status };
}

function invoiceText(row: Row): string | null {
  const invoice = rowOf(row, 'latest_invoice');
  if (!invoice) return null;
  const currency = textOf(invoice, 'currency') ?? 'usd';
  const paid = moneyText(numberOf(invoice, 'amount_paid') ?? 0, currency);
  return `${textOf(invoice, 'status') ?? ''}: ${paid} of ${moneyText(numberOf(invoice, 'amount_due') ?? 0, currency)} paid`;
}

export const subscriptions: Kind = {
  name: 'subscriptions',
  title: 'Subscriptions',
  one: 'subscription',
  list: '/aa-stripe/subscriptions',
  record: (id) => path`/aa-stripe/subscriptions/${id}`,
  idOf: (row) => textOf(row, 'id') ?? '',
  columns: [
    createdColumn,
    idColumn('subscriptions', 'id', 'Subscription'),
    { label: 'Owner', show: (row) => <OwnerLink user={textOf(row, 'user')} page="subscriptions" /> },
    idColumn('plans', 'plan', 'Plan'),
    textColumn('Ends on', 'end_date'),
    stateColumn(stateOf),
  ],
  exported: [
    ...['id', 'created', 'updated', 'user', 'plan', 'customer', 'coupon', 'status', 'stripe_subscription_id'],
    ...['tax_percent', 'end_date', 'canceled_at', 'at_period_end'],
  ],
  filters: [choice('status', 'State', Object.keys(TONES)), ownerFilter, ...dateFilters],
  empty: 'Subscriptions appear here once your back end records one with POST /aa-stripe/subscriptions.',
  headline: (row) => textOf(row, 'user'),
  state: stateOf,
  trouble: whyFailed,
  fields: (row) => [
    { label: 'Owner', value: <OwnerLink user={textOf(row, 'user')} page="subscriptions" /> },
    { label: 'Plan', value: <RecordLink page="plans" id={textOf(row, 'plan')} /> },
    { label: 'Customer', value: <RecordLink page="customers" id={textOf(row, 'customer')} /> },
    { label: 'Coupon', value: <RecordLink page="coupons" id={textOf(row, 'coupon')} /> },
    { label: 'At Stripe', value: <Code text={textOf(row, 'stripe_subscription_id')} /> },
    { label: 'Latest invoice', value: invoiceText(row) },
    { label: 'Tax', value: `${numberOf(row, 'tax_percent') ?? 0} %` },
    { label: 'Ends on', value: textOf(row, 'end_date') },
    { label: 'Cancelled', value: <Moment at={textOf(row, 'canceled_at')} /> },
    { label: 'With its period', value: isTrue(row, 'at_period_end') ? 'yes' : 'no' },
    { label: 'Metadata', value: <Pairs of={rowOf(row, 'metadata')} /> },
    { label: 'Created', value: <Moment at={textOf(row, 'created')} /> },
    { label: 'Updated', value: <Moment at={textOf(row, 'updated')} /> },
  ],
  linked: () => [],
  dashboard(row) {
    const id = textOf(row, 'stripe_subscription_id');
    return id && `/subscriptions/${id}`;
  },
  raw: 'stripe_response',
  timeLine: (row) => textOf(row, 'id'),
  actions: subscriptionActions,
  adding: recordSubscription,
};
