import { toMinorUnits } from '../../../lib/money/amount';
import type { Action } from '../actions/action';
import { path } from '../api/path';
import { isTrue, numberOf, type Row, rowOf, textOf } from '../api/row';
import { Moment } from '../parts/moment';
import { Money } from '../parts/money';
import { hrefOf } from '../shell/href';
import { createdColumn, idColumn, moneyColumn, Pairs, stateColumn, textColumn } from './columns';
import { dateFilters } from './filters';
import type { Kind, State } from './kind';

function stateOf(row: Row): State {
  return isTrue(row, 'is_created_at_stripe')
    ? { tone: 'good', text: 'at Stripe' }
    : { tone: 'plain', text: 'not at Stripe' };
}

/** `month`, or `3 months`. */
function rhythm(row: Row): string {
  const count = numberOf(row, 'interval_count') ?? 1;
  const interval = textOf(row, 'interval') ?? '';
  return count === 1 ? `every ${interval}` : `every ${count} ${interval}s`;
}

const createAtStripe: Action = {
  label: 'Create at Stripe…',
  title: () => 'Create at Stripe',
  explain: (row) =>
    `The plan "${textOf(row, 'name')}" is made at Stripe with a product of its own. It cannot be changed then.`,
  isOffered: (row) => !isTrue(row, 'is_created_at_stripe'),
  confirm: () => 'Create at Stripe',
  busy: 'Creating…',
  wish: (row) => ({
    method: 'POST',
    path: path`/aa-stripe/plans/${textOf(row, 'id') ?? ''}/create-at-stripe`,
  }),
  outcome: () => ({ tone: 'good', text: 'It is at Stripe now, and can be subscribed to.' }),
};

const recordPlan: Action = {
  label: 'Record a plan…',
  title: () => 'Record a plan',
  explain: () => 'What subscribers pay. It goes to Stripe when you create it there.',
  isOffered: () => true,
  fields: () => [
    { name: 'name', label: 'Name', as: 'text', isRequired: true },
    { name: 'amount', label: 'Amount', as: 'decimal', isRequired: true, hint: 'Such as 12.50.' },
    { name: 'currency', label: 'Currency', as: 'text', initial: 'usd', isRequired: true },
    {
      ...{ name: 'interval', label: 'Every', as: 'choice', initial: 'month', isRequired: true },
      options: [
        ['day', 'day'],
        ['week', 'week'],
        ['month', 'month'],
        ['year', 'year'],
      ],
    },
    { name: 'interval_count', label: 'How many of these', as: 'whole', initial: '1', isRequired: true },
    { name: 'trial_period_days', label: 'Trial in days', as: 'whole', initial: '0', isRequired: true },
  ],
  confirm: () => 'Record',
  busy: 'Recording…',
  wish(_, { name = '', amount = '', currency = '', interval = '', interval_count, trial_period_days }) {
    const minor = toMinorUnits(amount.trim(), currency.trim().toLowerCase());
    if (minor === null) return { errors: { amount: ['Enter an amount, such as 12.50.'] } };
    const body = {
      ...{ name, amount: minor, currency: currency.trim(), interval },
      interval_count: Number(interval_count),
      trial_period_days: Number(trial_period_days),
    };
    return { method: 'POST', path: '/aa-stripe/plans', body };
  },
  outcome: (answer) => ({
    ...{ tone: 'good', text: 'Recorded. Stripe does not know it yet.' },
    next: { to: hrefOf(['plans', textOf(answer, 'id') ?? '']), label: 'Open it' },
  }),
};

export const plans: Kind = {
  name: 'plans',
  title: 'Plans',
  one: 'plan',
  list: '/aa-stripe/plans',
  record: (id) => path`/aa-stripe/plans/${id}`,
  idOf: (row) => textOf(row, 'id') ?? '',
  columns: [
    createdColumn,
    idColumn('plans', 'id', 'Plan'),
    textColumn('Name', 'name'),
    { label: 'Billed', show: rhythm },
    stateColumn(stateOf),
    moneyColumn('Amount', 'amount'),
  ],
  exported: [
    ...['id', 'created', 'updated', 'name', 'amount', 'currency', 'interval', 'interval_count'],
    ...['trial_period_days', 'is_created_at_stripe'],
  ],
  filters: dateFilters,
  empty: 'Record a plan to have something to subscribe to.',
  headline: (row) => textOf(row, 'name'),
  state: stateOf,
  trouble: () => null,
  fields: (row) => [
    { label: 'Amount', value: <Money minor={numberOf(row, 'amount')} currency={textOf(row, 'currency')} /> },
    { label: 'Billed', value: rhythm(row) },
    { label: 'Trial', value: `${numberOf(row, 'trial_period_days') ?? 0} days` },
    { label: 'On the statement', value: textOf(row, 'statement_descriptor') },
    { label: 'Metadata', value: <Pairs of={rowOf(row, 'metadata')} /> },
    { label: 'Source', value: <Pairs of={rowOf(row, 'source')} /> },
    { label: 'Created', value: <Moment at={textOf(row, 'created')} /> },
    { label: 'Updated', value: <Moment at={textOf(row, 'updated')} /> },
  ],
  linked: () => [],
  dashboard: (row) => (isTrue(row, 'is_created_at_stripe') ? `/prices/${textOf(row, 'id')}` : null),
  raw: 'stripe_response',
  timeLine: () => null,
  actions: [createAtStripe],
  adding: recordPlan,
};
