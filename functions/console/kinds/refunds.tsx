import { type Row, textOf } from '../api/row';
import type { Tone } from '../parts/tone';
import { codeColumn, createdColumn, idColumn, moneyColumn, stateColumn, textColumn } from './columns';
import { choice, dateFilters, ownerFilter } from './filters';
import type { Kind, State } from './kind';

const TONES: Record<string, Tone> = {
  refunding: 'wait',
  pending: 'wait',
  requires_action: 'wait',
  unknown: 'bad',
  succeeded: 'good',
  failed: 'bad',
  canceled: 'plain',
};

function stateOf(row: Row): State {
  const status = textOf(row, 'status') ?? 'unknown';
  return { tone: TONES[status] ?? 'plain', text: status };
}

/** Refunds live in their charge, whose page shows all there is to say of them. */
export const refunds: Kind = {
  name: 'refunds',
  title: 'Refunds',
  one: 'refund',
  list: '/aa-stripe/refunds',
  record: null,
  idOf: (row) => textOf(row, 'id') ?? '',
  columns: [
    createdColumn,
    codeColumn('Refund', 'id'),
    idColumn('charges', 'charge', 'Charge'),
    codeColumn('At Stripe', 'stripe_refund_id'),
    stateColumn(stateOf),
    textColumn('Error', 'error'),
    moneyColumn('Amount', 'amount'),
  ],
  exported: [
    'id',
    'created',
    'updated',
    'charge',
    'status',
    'amount',
    'currency',
    'stripe_refund_id',
    'error',
  ],
  filters: [choice('status', 'State', Object.keys(TONES)), ownerFilter, ...dateFilters],
  empty: 'Refunds appear here once a charge is given back, here or in the Stripe Dashboard.',
  headline: (row) => textOf(row, 'id'),
  state: stateOf,
  trouble: (row) => textOf(row, 'error'),
  fields: () => [],
  linked: () => [],
  dashboard: () => null,
  raw: 'stripe_response',
  timeLine: () => null,
  actions: [],
  adding: null,
};
