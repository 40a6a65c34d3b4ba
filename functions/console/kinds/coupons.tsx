import { path } from '../api/path';
import { isTrue, numberOf, type Row, rowOf, textOf } from '../api/row';
import { Moment } from '../parts/moment';
import { Nothing } from '../parts/money';
import { createdColumn, idColumn, Pairs, stateColumn } from './columns';
import { addCoupon, couponActions } from './coupon-actions';
import { dateFilters } from './filters';
import type { Kind, State } from './kind';

function stateOf(row: Row): State {
  if (isTrue(row, 'is_deleted')) return { tone: 'plain', text: 'deleted' };
  return isTrue(row, 'valid') ? { tone: 'good', text: 'valid' } : { tone: 'plain', text: 'used up or over' };
}

/** `25 %`, or `10.00 USD`. */
function discount(row: Row): string {
  const percent = numberOf(row, 'percent_off');
  return percent === null
    ? `${textOf(row, 'amount_off')} ${textOf(row, 'currency')?.toUpperCase()}`
    : `${percent} %`;
}

function duration(row: Row): string {
  const months = numberOf(row, 'duration_in_months');
  return months === null ? (textOf(row, 'duration') ?? '') : `for ${months} months`;
}

function redeemed(row: Row): string {
  const most = numberOf(row, 'max_redemptions');
  return `${numberOf(row, 'times_redeemed') ?? 0}${most === null ? '' : ` of ${most}`}`;
}

export const coupons: Kind = {
  name: 'coupons',
  title: 'Coupons',
  one: 'coupon',
  list: '/aa-stripe/coupons',
  record: (id) => path`/aa-stripe/admin/coupons/${id}`,
  idOf: (row) => textOf(row, 'coupon_id') ?? '',
  columns: [
    createdColumn,
    idColumn('coupons', 'coupon_id', 'Code'),
    { label: 'Applies', show: duration },
    { label: 'Redeemed', show: redeemed },
    stateColumn(stateOf),
    { label: 'Takes off', isEnd: true, show: (row) => <span class="money">{discount(row)}</span> },
  ],
  exported: [
    ...['coupon_id', 'created', 'updated', 'percent_off', 'amount_off', 'currency', 'duration'],
    ...['duration_in_months', 'max_redemptions', 'times_redeemed', 'redeem_by', 'valid', 'is_deleted'],
  ],
  filters: [
    { name: 'include_deleted', label: 'Deleted ones', as: 'choice', options: [['true', 'shown too']] },
    ...dateFilters,
  ],
  empty: 'Add the first coupon with the button above.',
  headline: discount,
  state: stateOf,
  trouble: () => null,
  fields: (row) => [
    { label: 'Applies', value: duration(row) },
    { label: 'Redeemed', value: redeemed(row) },
    {
      label: 'Until',
      value: textOf(row, 'redeem_by') ? <Moment at={textOf(row, 'redeem_by')} /> : <Nothing />,
    },
    { label: 'Metadata', value: <Pairs of={rowOf(row, 'metadata')} /> },
    { label: 'Created', value: <Moment at={textOf(row, 'created')} /> },
    { label: 'Updated', value: <Moment at={textOf(row, 'updated')} /> },
  ],
  linked: () => [],
  dashboard: (row) => (isTrue(row, 'is_deleted') ? null : `/coupons/${textOf(row, 'coupon_id')}`),
  raw: 'stripe_response',
  timeLine: (row) => textOf(row, 'coupon_id'),
  actions: couponActions,
  adding: addCoupon,
};
