import type { Action, FormField, Values } from '../actions/action';
import { path } from '../api/path';
import { isTrue, type Row, rowOf, textOf } from '../api/row';
import { hrefOf } from '../shell/href';

const METADATA: FormField = {
  ...{ name: 'metadata', label: 'Metadata', as: 'long' },
  hint: 'One pair a line, such as campaign=spring.',
};

export const addCoupon: Action = {
  label: 'Add a coupon…',
  title: () => 'Add a coupon',
  explain: () => 'It is made here and at Stripe. Its terms cannot be changed afterwards.',
  isOffered: () => true,
  fields: () => [
    {
      name: 'coupon_id',
      label: 'Code',
      as: 'text',
      hint: 'What customers know it by; left empty, it gets a random one.',
    },
    {
      ...{ name: 'takes', label: 'Takes off', as: 'choice', initial: 'percent', isRequired: true },
      options: [
        ['percent', 'a percentage'],
        ['amount', 'an amount'],
      ],
    },
    { name: 'percent_off', label: 'Percent', as: 'decimal', isRequired: true, when: isPercent },
    {
      name: 'amount_off',
      label: 'Amount',
      as: 'decimal',
      isRequired: true,
      when: isAmount,
      hint: 'Such as 10.00.',
    },
    { name: 'currency', label: 'Currency', as: 'text', initial: 'usd', isRequired: true, when: isAmount },
    {
      ...{ name: 'duration', label: 'Applies', as: 'choice', initial: 'once', isRequired: true },
      options: [
        ['once', 'once'],
        ['repeating', 'for some months'],
        ['forever', 'forever'],
      ],
    },
    {
      ...{ name: 'duration_in_months', label: 'Months', as: 'whole', isRequired: true },
      when: ({ duration }) => duration === 'repeating',
    },
    { name: 'max_redemptions', label: 'Times it can be redeemed', as: 'whole' },
    { name: 'redeem_by', label: 'Redeemable until', as: 'moment' },
    METADATA,
  ],
  confirm: () => 'Add coupon',
  busy: 'Adding…',
  wish(_, values) {
    const metadata = pairsOf(values['metadata'] ?? '');
    if (metadata === null) return { errors: { metadata: ['Each line must be like name=value.'] } };
    const isPart = isPercent(values);
    return {
      method: 'POST',
      path: '/aa-stripe/coupons',
      body: {
        coupon_id: values['coupon_id']?.trim() || null,
        percent_off: isPart ? numberIn(values['percent_off']) : null,
        amount_off: isPart ? null : (values['amount_off'] ?? '').trim(),
        currency: isPart ? null : (values['currency'] ?? '').trim(),
        duration: values['duration'] ?? '',
        duration_in_months: numberIn(values['duration_in_months']),
        max_redemptions: numberIn(values['max_redemptions']),
        redeem_by: values['redeem_by'] ? asUtc(values['redeem_by']) : null,
        metadata,
      },
    };
  },
  outcome: (answer) => ({
    ...{ tone: 'good', text: `Coupon ${textOf(answer, 'coupon_id')} is ready to be redeemed.` },
    next: { to: hrefOf(['coupons', textOf(answer, 'coupon_id') ?? '']), label: 'Open it' },
  }),
};

function isPercent({ takes }: Values): boolean {
  return takes !== 'amount';
}

function isAmount({ takes }: Values): boolean {
  return takes === 'amount';
}

/** What is no number is sent as it was typed, so that the API says what is wrong with it. */
function numberIn(text = ''): number | string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : trimmed;
}

function asUtc(local: string): string {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? local : at.toISOString();
}

/** `name=value` lines; null if a line is none. */
function pairsOf(text: string): Record<string, string> | null {
  const pairs = new Map<string, string>();
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue;
    const cut = line.indexOf('=');
    if (cut < 1) return null;
    pairs.set(line.slice(0, cut).trim(), line.slice(cut + 1).trim());
  }
  return Object.fromEntries(pairs);
}

const one = (row: Row) => path`/aa-stripe/coupons/${textOf(row, 'coupon_id') ?? ''}`;

const edit: Action = {
  label: 'Edit metadata…',
  title: () => 'Edit metadata',
  explain: () => 'It replaces all metadata, here and at Stripe. The terms of a coupon never change.',
  isOffered: (row) => !isTrue(row, 'is_deleted'),
  fields: (row) => [
    {
      ...METADATA,
      initial: Object.entries(rowOf(row, 'metadata') ?? {})
        .map(([name, value]) => `${name}=${String(value)}`)
        .join('\n'),
    },
  ],
  confirm: () => 'Save',
  busy: 'Saving…',
  wish(row, { metadata: text = '' }) {
    const metadata = pairsOf(text);
    if (metadata === null) return { errors: { metadata: ['Each line must be like name=value.'] } };
    return { method: 'PATCH', path: one(row), body: { metadata } };
  },
  outcome: () => ({ tone: 'good', text: 'Saved here and at Stripe.' }),
};

const remove: Action = {
  label: 'Delete…',
  title: (row) => `Delete ${textOf(row, 'coupon_id')}`,
  explain: () =>
    'It is deleted at Stripe and can be redeemed no more. Who has it keeps it. The record stays here.',
  isDangerous: true,
  isOffered: (row) => !isTrue(row, 'is_deleted'),
  confirm: () => 'Delete coupon',
  busy: 'Deleting…',
  wish: (row) => ({ method: 'DELETE', path: one(row) }),
  outcome: () => ({ tone: 'good', text: 'Deleted at Stripe.' }),
};

export const couponActions: readonly Action[] = [edit, remove];
