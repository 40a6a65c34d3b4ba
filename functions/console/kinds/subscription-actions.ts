import type { Action, Outcome } from '../actions/action';
import { path } from '../api/path';
import { isTrue, type Row, textOf } from '../api/row';
import { hrefOf } from '../shell/href';

const at = (row: Row, verb: string) => `${path`/aa-stripe/subscriptions/${textOf(row, 'id') ?? ''}`}/${verb}`;
const isOver = (row: Row) => ['canceled', 'incomplete_expired'].includes(textOf(row, 'status') ?? '');
const isRunning = (row: Row) => isTrue(row, 'is_created_at_stripe') && !isOver(row);
const stands = (answer: Row, text: string): Outcome => ({
  ...{
    tone: 'good',
    text: `${text} Stripe says: ${textOf(answer, 'status')?.replaceAll('_', ' ') ?? 'nothing yet'}.`,
  },
});

const create: Action = {
  label: 'Create at Stripe…',
  title: () => 'Create at Stripe',
  explain: (row) =>
    `The subscription starts now, and ${textOf(row, 'user')} pays its first invoice at once unless the plan has a trial.`,
  isOffered: (row) => !isTrue(row, 'is_created_at_stripe'),
  confirm: () => 'Start it',
  busy: 'Starting…',
  wish: (row) => ({ method: 'POST', path: at(row, 'create-at-stripe') }),
  outcome: (answer) => stands(answer, 'Started.'),
};

const cancel: Action = {
  label: 'Cancel…',
  title: () => 'Cancel the subscription',
  explain: (row) =>
    `${textOf(row, 'user')} pays no more for it. With the paid period is what payers expect; ending it now cannot be undone.`,
  isDangerous: true,
  isOffered: (row) => isRunning(row) && (textOf(row, 'canceled_at') === null || isTrue(row, 'at_period_end')),
  fields: () => [
    {
      ...{ name: 'when', label: 'When does it end?', as: 'choice', initial: 'period', isRequired: true },
      options: [
        ['period', 'With the period that is paid for'],
        ['now', 'Now'],
      ],
    },
  ],
  confirm: (_, { when }) => (when === 'now' ? 'End it now' : 'End it with its period'),
  busy: 'Cancelling…',
  wish: (row, { when }) => ({
    ...{ method: 'POST', path: at(row, 'cancel'), body: { at_period_end: when !== 'now' } },
  }),
  outcome: (answer) =>
    stands(answer, isTrue(answer, 'at_period_end') ? 'It ends with its period.' : 'It has ended.'),
};

const undo: Action = {
  label: 'Undo cancel…',
  title: () => 'Undo the cancellation',
  explain: () =>
    'The subscription goes on after its period. If its end date has come, a later one is needed, or none.',
  isOffered: (row) => isRunning(row) && textOf(row, 'canceled_at') !== null,
  fields: (row) => [
    {
      ...{ name: 'keep', label: 'End date', as: 'choice', initial: 'keep', isRequired: true },
      options: [
        ['keep', `Leave it as it is (${textOf(row, 'end_date') ?? 'none'})`],
        ['none', 'None: it goes on until it is cancelled'],
        ['new', 'Another day'],
      ],
    },
    { name: 'end_date', label: 'Ends on', as: 'day', isRequired: true, when: ({ keep }) => keep === 'new' },
  ],
  confirm: () => 'Let it go on',
  busy: 'Undoing…',
  wish: (row, { keep, end_date = '' }) => ({
    method: 'POST',
    path: at(row, 'undo-cancel'),
    body: keep === 'keep' ? {} : { end_date: keep === 'none' ? null : end_date },
  }),
  outcome: (answer) => stands(answer, 'It goes on.'),
};

const refresh: Action = {
  label: 'Refresh from Stripe…',
  title: () => 'Refresh from Stripe',
  explain: () => "Stripe's present state of this subscription is taken over. Nothing changes at Stripe.",
  isOffered: (row) => isTrue(row, 'is_created_at_stripe'),
  confirm: () => 'Refresh',
  busy: 'Asking Stripe…',
  wish: (row) => ({ method: 'POST', path: at(row, 'refresh-from-stripe') }),
  outcome: (answer) => stands(answer, 'It is now as it is at Stripe.'),
};

export const subscriptionActions: readonly Action[] = [create, refresh, undo, cancel];

export const recordSubscription: Action = {
  label: 'Record a subscription…',
  title: () => 'Record a subscription',
  explain: () => 'Nothing is sent to Stripe, and nothing paid, until you create it there.',
  isOffered: () => true,
  fields: () => [
    {
      name: 'user',
      label: 'Owner',
      as: 'text',
      isRequired: true,
      hint: 'As in the owner claim of their token.',
    },
    { name: 'plan', label: 'Plan', as: 'text', isRequired: true, hint: 'Its id, such as splan_….' },
    { name: 'coupon', label: 'Coupon', as: 'text' },
    { name: 'tax_percent', label: 'Tax in percent', as: 'decimal', initial: '0', isRequired: true },
    { name: 'end_date', label: 'Ends on', as: 'day' },
  ],
  confirm: () => 'Record',
  busy: 'Recording…',
  wish: (_, { user = '', plan = '', coupon = '', tax_percent = '', end_date = '' }) => ({
    method: 'POST',
    path: '/aa-stripe/subscriptions',
    body: {
      ...{ user: user.trim(), plan: plan.trim(), coupon: coupon.trim() || null },
      ...{ tax_percent: Number(tax_percent), end_date: end_date || null },
    },
  }),
  outcome: (answer) => ({
    ...{ tone: 'good', text: 'Recorded. Stripe does not know it yet.' },
    next: { to: hrefOf(['subscriptions', textOf(answer, 'id') ?? '']), label: 'Open it' },
  }),
};
