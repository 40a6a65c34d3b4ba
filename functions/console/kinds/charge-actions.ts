import { toMajorUnits, toMinorUnits } from '../../../lib/money/amount';
import type { Action } from '../actions/action';
import { path } from '../api/path';
import { isTrue, numberOf, type Row, textOf } from '../api/row';
import { moneyText } from '../parts/money-text';
import { hrefOf } from '../shell/href';

const id = (row: Row) => textOf(row, 'id') ?? '';
const currencyOf = (row: Row) => textOf(row, 'currency') ?? 'usd';
const money = (row: Row, minor: number) => moneyText(minor, currencyOf(row));
const left = (row: Row) => (numberOf(row, 'amount') ?? 0) - (numberOf(row, 'amount_refunded') ?? 0);

const charge: Action = {
  label: 'Charge…',
  title: () => 'Charge now',
  explain: (row) =>
    `${money(row, numberOf(row, 'amount') ?? 0)} is taken from the default card of ${textOf(row, 'user')} now.`,
  isOffered: (row) =>
    ['pending', 'blocked', 'failed', 'action_required'].includes(textOf(row, 'state') ?? ''),
  confirm: (row) => `Charge ${money(row, numberOf(row, 'amount') ?? 0)}`,
  busy: 'Charging…',
  wish: (row) => ({ method: 'POST', path: path`/aa-stripe/charges/${id(row)}/charge` }),
  outcome: (answer) =>
    textOf(answer, 'state') === 'charged'
      ? { tone: 'good', text: `Charged ${money(answer, numberOf(answer, 'amount') ?? 0)}.` }
      : { tone: 'wait', text: 'Stripe has it in processing and will tell how it ends.' },
};

const refund: Action = {
  label: 'Refund…',
  title: () => 'Refund',
  explain: (row) => `Up to ${money(row, left(row))} can be given back to the card that paid.`,
  isDangerous: true,
  isOffered: (row) => isTrue(row, 'is_charged') && left(row) > 0,
  fields: (row) => [
    {
      name: 'amount',
      label: `Amount in ${currencyOf(row).toUpperCase()}`,
      as: 'decimal',
      initial: toMajorUnits(left(row), currencyOf(row)),
      hint: 'All that is left, unless you enter less.',
      isRequired: true,
    },
  ],
  confirm(row, { amount = '' }) {
    const minor = toMinorUnits(amount.trim(), currencyOf(row));
    return minor === null ? 'Refund' : `Refund ${money(row, minor)}`;
  },
  busy: 'Refunding…',
  wish(row, { amount = '' }) {
    const minor = toMinorUnits(amount.trim(), currencyOf(row));
    if (minor === null || minor === 0) {
      const example = toMajorUnits(left(row), currencyOf(row));
      return {
        errors: { amount: [`Enter an amount of ${currencyOf(row).toUpperCase()}, such as ${example}.`] },
      };
    }
    if (minor > left(row)) return { errors: { amount: [`Only ${money(row, left(row))} is left.`] } };
    return { method: 'POST', path: path`/aa-stripe/charges/${id(row)}/refund`, body: { amount: minor } };
  },
  outcome: (answer) => ({
    tone: 'good',
    text: `Given back. Of ${money(answer, numberOf(answer, 'amount') ?? 0)}, ${money(answer, numberOf(answer, 'amount_refunded') ?? 0)} has been refunded so far.`,
  }),
};

export const chargeActions: readonly Action[] = [charge, refund];

export const recordCharge: Action = {
  label: 'Record a charge…',
  title: () => 'Record a charge',
  explain: () =>
    'A payment that is due. Nothing is charged yet: the next run of charge-stripe does that, or you.',
  isOffered: () => true,
  fields: () => [
    {
      name: 'user',
      label: 'Owner',
      as: 'text',
      isRequired: true,
      hint: 'As in the owner claim of their token.',
    },
    { name: 'amount', label: 'Amount', as: 'decimal', isRequired: true, hint: 'Such as 12.50.' },
    { name: 'currency', label: 'Currency', as: 'text', initial: 'usd', isRequired: true },
    {
      name: 'description',
      label: 'Description',
      as: 'text',
      isRequired: true,
      hint: 'The payer may see it.',
    },
    { name: 'comment', label: 'Comment', as: 'text', hint: 'Stays here.' },
    {
      ...{ name: 'is_manual_charge', label: 'Only by hand: scheduled runs leave it alone', as: 'check' },
    },
  ],
  confirm: () => 'Record',
  busy: 'Recording…',
  wish(_, { user = '', amount = '', currency = '', description = '', comment = '', is_manual_charge }) {
    const minor = toMinorUnits(amount.trim(), currency.trim().toLowerCase());
    if (minor === null) return { errors: { amount: ['Enter an amount, such as 12.50.'] } };
    return {
      method: 'POST',
      path: '/aa-stripe/charges',
      body: {
        ...{ user: user.trim(), amount: minor, currency: currency.trim(), description, comment },
        is_manual_charge: is_manual_charge === 'true',
      },
    };
  },
  outcome: (answer) => ({
    tone: 'good',
    text: 'Recorded. It is due now.',
    next: { to: hrefOf(['charges', id(answer)]), label: 'Open it' },
  }),
};
