import { path } from '../api/path';
import { isTrue, numberOf, type Row, rowOf, textOf } from '../api/row';
import { Moment } from '../parts/moment';
import { Money } from '../parts/money';
import { moneyText } from '../parts/money-text';
import type { Tone } from '../parts/tone';
import { chargeActions, recordCharge } from './charge-actions';
import {
  Code,
  createdColumn,
  idColumn,
  moneyColumn,
  OwnerLink,
  RecordLink,
  stateColumn,
  textColumn,
  yesNo,
} from './columns';
import { choice, dateFilters, ownerFilter } from './filters';
import type { Kind, State } from './kind';

const TONES: Record<string, Tone> = {
  pending: 'plain',
  blocked: 'wait',
  charging: 'wait',
  processing: 'wait',
  action_required: 'wait',
  unknown: 'bad',
  charged: 'good',
  failed: 'bad',
};

function stateOf(row: Row): State {
  const state = textOf(row, 'state') ?? 'unknown';
  if (state !== 'charged') return { tone: TONES[state] ?? 'plain', text: state };
  if (isTrue(row, 'is_refunded')) return { tone: 'plain', text: 'refunded' };
  if ((numberOf(row, 'amount_refunded') ?? 0) > 0) return { tone: 'good', text: 'partly refunded' };
  return { tone: 'good', text: 'charged' };
}

/** Stripe's reason in its own words, with the codes that its documentation explains. */
export function whyFailed(row: Row): string | null {
  const error = rowOf(row, 'error');
  if (!error) return null;
  const codes = [textOf(error, 'code'), textOf(error, 'decline_code')].filter(Boolean).join(', ');
  return `${textOf(error, 'message') ?? 'Refused.'}${codes ? ` (${codes})` : ''}`;
}

function troubleOf(row: Row): string | null {
  const dispute = rowOf(row, 'dispute');
  if (dispute) return `Disputed: ${textOf(dispute, 'reason')}, ${textOf(dispute, 'status')}.`;
  if (isTrue(row, 'is_held')) return 'Held after an import: it is not charged until it is released.';
  if (textOf(row, 'state') === 'unknown') {
    return 'Stripe broke off. What came of it is being found out; do not record it anew.';
  }
  if (textOf(row, 'state') === 'blocked') return 'The owner has no active customer with a card.';
  return whyFailed(row);
}

export const charges: Kind = {
  name: 'charges',
  title: 'Charges',
  one: 'charge',
  list: '/aa-stripe/charges',
  record: (id) => path`/aa-stripe/charges/${id}`,
  idOf: (row) => textOf(row, 'id') ?? '',
  columns: [
    createdColumn,
    idColumn('charges', 'id', 'Charge'),
    { label: 'Owner', show: (row) => <OwnerLink user={textOf(row, 'user')} /> },
    textColumn('Description', 'description'),
    stateColumn(stateOf),
    moneyColumn('Amount', 'amount'),
  ],
  exported: [
    ...['id', 'created', 'updated', 'user', 'state', 'amount', 'amount_refunded', 'currency', 'description'],
    ...[
      'comment',
      'source_type',
      'source_id',
      'is_manual_charge',
      'stripe_charge_id',
      'stripe_payment_intent_id',
    ],
  ],
  filters: [
    choice('state', 'State', Object.keys(TONES)),
    ownerFilter,
    { name: 'source_type', label: 'Source type', as: 'text' },
    { name: 'source_id', label: 'Source id', as: 'text' },
    ...dateFilters,
  ],
  empty: 'Charges appear here once your back end records one with POST /aa-stripe/charges.',
  headline: (row) => <Money minor={numberOf(row, 'amount')} currency={textOf(row, 'currency')} />,
  state: stateOf,
  trouble: troubleOf,
  fields: (row) => [
    { label: 'Owner', value: <OwnerLink user={textOf(row, 'user')} /> },
    { label: 'Customer', value: <RecordLink page="customers" id={textOf(row, 'customer')} /> },
    { label: 'Description', value: textOf(row, 'description') },
    { label: 'Comment', value: textOf(row, 'comment') },
    {
      label: 'Refunded',
      value: moneyText(numberOf(row, 'amount_refunded') ?? 0, textOf(row, 'currency') ?? 'usd'),
    },
    { label: 'Paid for', value: sourceOf(row) },
    { label: 'On the statement', value: textOf(row, 'statement_descriptor') },
    { label: 'Only by hand', value: yesNo(row['is_manual_charge']) },
    { label: 'Payment intent', value: <Code text={textOf(row, 'stripe_payment_intent_id')} /> },
    { label: 'Stripe charge', value: <Code text={textOf(row, 'stripe_charge_id')} /> },
    { label: 'Created', value: <Moment at={textOf(row, 'created')} /> },
    { label: 'Updated', value: <Moment at={textOf(row, 'updated')} /> },
  ],
  linked: (row) => [
    {
      title: 'Refunds',
      kind: 'refunds',
      path: path`/aa-stripe/charges/${textOf(row, 'id') ?? ''}/refunds`,
      query: {},
      more: null,
    },
  ],
  dashboard(row) {
    const id = textOf(row, 'stripe_payment_intent_id') ?? textOf(row, 'stripe_charge_id');
    return id && `/payments/${id}`;
  },
  raw: 'stripe_response',
  timeLine: (row) => textOf(row, 'id'),
  actions: chargeActions,
  adding: recordCharge,
};

function sourceOf(row: Row): string | null {
  const type = textOf(row, 'source_type');
  return type && `${type} ${textOf(row, 'source_id') ?? ''}`;
}
