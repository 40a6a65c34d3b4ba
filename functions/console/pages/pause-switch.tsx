import type { Action } from '../actions/action';
import { ActionButtons } from '../actions/action-buttons';
import { isTrue, type Row } from '../api/row';

const path = '/aa-stripe/settings/paused';

const pause: Action = {
  label: 'Pause charging…',
  title: () => 'Pause charging and refunding',
  explain: () =>
    'From the next request on nothing is charged, refunded or started. What Stripe has already is still taken over.',
  isDangerous: true,
  isOffered: (row) => !isTrue(row, 'paused'),
  fields: () => [{ name: 'reason', label: 'Why', as: 'text', hint: 'For whoever looks at night.' }],
  confirm: () => 'Pause now',
  busy: 'Pausing…',
  wish: (_, { reason = '' }) => ({ method: 'PUT', path, body: { paused: true, reason } }),
  outcome: () => ({ tone: 'wait', text: 'Paused. Nothing is charged or refunded until you let it go on.' }),
};

const goOn: Action = {
  label: 'Let charging go on…',
  title: () => 'Let charging go on',
  explain: () => 'What is due is charged with the next run of charge-stripe.',
  isOffered: (row) => isTrue(row, 'paused'),
  confirm: () => 'Let it go on',
  busy: 'Setting…',
  wish: () => ({ method: 'PUT', path, body: { paused: false, reason: '' } }),
  outcome: () => ({ tone: 'good', text: 'Charging and refunding go on.' }),
};

/** The kill switch. */
export function PauseSwitch({ paused, onDone }: { paused: Row; onDone(): void }) {
  return <ActionButtons actions={[pause, goOn]} row={paused} onDone={onDone} />;
}
