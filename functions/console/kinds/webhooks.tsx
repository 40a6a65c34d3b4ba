import type { Action } from '../actions/action';
import { path } from '../api/path';
import { isTrue, type Row, textOf } from '../api/row';
import { Moment } from '../parts/moment';
import { Nothing } from '../parts/money';
import { idColumn, stateColumn, textColumn } from './columns';
import { dateFilters } from './filters';
import type { Kind, State } from './kind';

function stateOf(row: Row): State {
  const isFailed = textOf(row, 'parse_error') !== null;
  if (isTrue(row, 'is_parsed')) {
    return isFailed ? { tone: 'bad', text: 'cannot be handled' } : { tone: 'good', text: 'parsed' };
  }
  return isFailed ? { tone: 'bad', text: 'failed' } : { tone: 'wait', text: 'not parsed yet' };
}

const replay: Action = {
  label: 'Replay…',
  title: () => 'Replay the webhook',
  explain: (row) =>
    `${textOf(row, 'event_type')} is told of once more and parsed again, with Stripe's present state. Consumers of webhook_pre_parse get it again.`,
  isOffered: (row) => textOf(row, 'raw_data_expired_at') === null,
  confirm: () => 'Replay',
  busy: 'Replaying…',
  wish: (row) => ({ method: 'POST', path: path`/aa-stripe/webhooks/${textOf(row, 'id') ?? ''}/replay` }),
  outcome: () => ({ tone: 'good', text: 'It is on its way and will be parsed again within seconds.' }),
};

function ErrorText({ text }: { text: string | null }) {
  return text === null ? <Nothing /> : <span class="clip">{text}</span>;
}

export const webhooks: Kind = {
  name: 'webhooks',
  title: 'Webhooks',
  one: 'webhook',
  list: '/aa-stripe/webhooks',
  record: (id) => path`/aa-stripe/webhooks/${id}`,
  idOf: (row) => textOf(row, 'id') ?? '',
  columns: [
    { label: 'Received', show: (row) => <Moment at={textOf(row, 'created')} /> },
    idColumn('webhooks', 'id', 'Event'),
    textColumn('Type', 'event_type'),
    stateColumn(stateOf),
    { label: 'Error', show: (row) => <ErrorText text={textOf(row, 'parse_error')} /> },
  ],
  exported: ['id', 'created', 'updated', 'event_type', 'livemode', 'is_parsed', 'parse_error'],
  filters: [
    {
      name: 'failed',
      label: 'Errors',
      as: 'choice',
      options: [
        ['true', 'with an error'],
        ['false', 'without'],
      ],
    },
    {
      name: 'is_parsed',
      label: 'Parsed',
      as: 'choice',
      options: [
        ['true', 'yes'],
        ['false', 'not yet'],
      ],
    },
    { name: 'type', label: 'Type', as: 'text' },
    ...dateFilters,
  ],
  empty:
    'Events appear here as Stripe delivers them. If it should have by now, look at the endpoint: npm run status.',
  headline: (row) => textOf(row, 'event_type'),
  state: stateOf,
  trouble: (row) => textOf(row, 'parse_error'),
  fields: (row) => [
    { label: 'Received', value: <Moment at={textOf(row, 'created')} /> },
    { label: 'Updated', value: <Moment at={textOf(row, 'updated')} /> },
    { label: 'Raw data deleted', value: <Moment at={textOf(row, 'raw_data_expired_at')} /> },
  ],
  linked: () => [],
  dashboard: (row) => `/events/${textOf(row, 'id')}`,
  raw: 'raw_data',
  timeLine: () => null,
  actions: [replay],
  adding: null,
};
