import { numberOf, type Row, textOf } from '../api/row';
import { Moment } from '../parts/moment';
import { codeColumn, stateColumn, textColumn } from './columns';
import type { Kind, State } from './kind';

function stateOf(row: Row): State {
  const status = numberOf(row, 'status');
  if (status === null) return { tone: 'bad', text: 'no answer' };
  return status < 400 ? { tone: 'good', text: `${status} done` } : { tone: 'bad', text: `${status} refused` };
}

/** Who asked for which change. */
export const audit: Kind = {
  name: 'audit',
  title: 'Audit trail',
  one: 'request',
  list: '/aa-stripe/audit',
  record: null,
  idOf: (row) => textOf(row, 'id') ?? '',
  columns: [
    { label: 'When', show: (row) => <Moment at={textOf(row, 'created')} /> },
    textColumn('By', 'by'),
    codeColumn('Request', 'route'),
    codeColumn('About', 'record'),
    stateColumn(stateOf),
  ],
  exported: ['id', 'created', 'by', 'route', 'record', 'status'],
  filters: [{ name: 'record', label: 'About', as: 'text', isPersonal: true }],
  empty: 'Requests of operators that change something appear here, refused ones too.',
  headline: (row) => textOf(row, 'id'),
  state: stateOf,
  trouble: () => null,
  fields: () => [],
  linked: () => [],
  dashboard: () => null,
  raw: '',
  timeLine: () => null,
  actions: [],
  adding: null,
};
