import type { Action } from '../actions/action';
import { path } from '../api/path';
import { isTrue, numberOf, type Row, rowOf, rowsOf, textOf } from '../api/row';
import { Moment } from '../parts/moment';
import { Nothing } from '../parts/money';
import { Code, codeColumn, createdColumn, idColumn, OwnerLink, stateColumn } from './columns';
import { dateFilters, ownerFilter } from './filters';
import type { Kind, State } from './kind';

function stateOf(row: Row): State {
  return isTrue(row, 'is_active') ? { tone: 'good', text: 'active' } : { tone: 'plain', text: 'inactive' };
}

/** `Visa ending 4242, 11/2027`. */
function cardText(card: Row): string {
  const expiry =
    numberOf(card, 'exp_year') === null
      ? ''
      : `, ${numberOf(card, 'exp_month')}/${numberOf(card, 'exp_year')}`;
  return `${textOf(card, 'brand') ?? 'Card'} ending ${textOf(card, 'last4') ?? '????'}${expiry}`;
}

function Cards({ row }: { row: Row }) {
  const cards = rowsOf(row, 'sources');
  if (cards.length === 0) return <Nothing />;
  return (
    <ul class="pairs">
      {cards.map((card) => (
        <li key={textOf(card, 'id')}>
          {cardText(card)}
          {textOf(card, 'id') === textOf(row, 'default_source') && <strong> (default)</strong>}
        </li>
      ))}
    </ul>
  );
}

const customerPath = (row: Row) => path`/aa-stripe/admin/customers/${textOf(row, 'id') ?? ''}`;

const refresh: Action = {
  label: 'Refresh from Stripe…',
  title: () => 'Refresh from Stripe',
  explain: () =>
    "Stripe's present state of this customer and its cards is taken over. Nothing changes at Stripe.",
  isOffered: (row) => textOf(row, 'stripe_customer_id') !== null,
  confirm: () => 'Refresh',
  busy: 'Asking Stripe…',
  wish: (row) => ({ method: 'POST', path: `${customerPath(row)}/refresh-from-stripe` }),
  outcome: () => ({ tone: 'good', text: 'It is now as it is at Stripe.' }),
};

const describe: Action = {
  label: 'Change description…',
  title: () => 'Change the description at Stripe',
  explain: () => 'What the Stripe Dashboard shows of this customer. It replaces what is there.',
  isOffered: (row) => isTrue(row, 'is_active'),
  fields: () => [{ name: 'description', label: 'Description', as: 'text', isRequired: true }],
  confirm: () => 'Change description',
  busy: 'Changing…',
  wish: (row, { description = '' }) => ({
    ...{ method: 'POST', path: `${customerPath(row)}/change-description`, body: { description } },
  }),
  outcome: () => ({ tone: 'good', text: 'Changed at Stripe.' }),
};

export const customers: Kind = {
  name: 'customers',
  title: 'Customers',
  one: 'customer',
  list: '/aa-stripe/admin/customers',
  record: (id) => path`/aa-stripe/admin/customers/${id}`,
  idOf: (row) => textOf(row, 'id') ?? '',
  columns: [
    createdColumn,
    idColumn('customers', 'id', 'Customer'),
    { label: 'Owner', show: (row) => <OwnerLink user={textOf(row, 'user')} page="customers" /> },
    codeColumn('At Stripe', 'stripe_customer_id'),
    {
      label: 'Default card',
      show(row) {
        const card = rowOf(row, 'default_source_data');
        return card ? cardText(card) : <Nothing />;
      },
    },
    stateColumn(stateOf),
  ],
  exported: ['id', 'created', 'updated', 'user', 'stripe_customer_id', 'is_active', 'default_source'],
  filters: [ownerFilter, ...dateFilters],
  empty: 'Customers appear here once somebody stores a card through POST /aa-stripe/customers.',
  headline: (row) => textOf(row, 'user'),
  state: stateOf,
  trouble: (row) =>
    isTrue(row, 'is_active') && rowOf(row, 'default_source_data') === null
      ? 'It has no default card: what its owner owes cannot be charged.'
      : null,
  fields: (row) => [
    { label: 'Owner', value: <OwnerLink user={textOf(row, 'user')} page="customers" /> },
    { label: 'At Stripe', value: <Code text={textOf(row, 'stripe_customer_id')} /> },
    { label: 'Cards', value: <Cards row={row} /> },
    { label: 'Created', value: <Moment at={textOf(row, 'created')} /> },
    { label: 'Updated', value: <Moment at={textOf(row, 'updated')} /> },
  ],
  linked(row) {
    const user = textOf(row, 'user');
    if (user === null) return [];
    const of = (title: string, kind: string) => ({
      ...{
        title,
        kind,
        path: `/aa-stripe/${kind}`,
        query: { user },
        more: { to: `#/${kind}`, kept: { user } },
      },
    });
    return [of('Charges of this owner', 'charges'), of('Subscriptions of this owner', 'subscriptions')];
  },
  dashboard(row) {
    const id = textOf(row, 'stripe_customer_id');
    return id && `/customers/${id}`;
  },
  raw: 'stripe_response',
  timeLine: (row) => textOf(row, 'id'),
  actions: [refresh, describe],
  adding: null,
};
