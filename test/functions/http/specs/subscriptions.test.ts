import * as v from 'valibot';
import { subscriptionSpecs } from '../../../../functions/http/specs/subscriptions';
import { fieldErrors } from '../../../../lib/runtime/http/field-errors';

const { body: NewSubscription } = subscriptionSpecs['POST /aa-stripe/subscriptions'];
const { body: UndoCancel } = subscriptionSpecs['POST /aa-stripe/subscriptions/{id}/undo-cancel'];
const { body: Cancel } = subscriptionSpecs['POST /aa-stripe/subscriptions/{id}/cancel'];
const parse = (fields: object = {}) => v.safeParse(NewSubscription, { user: 'u1', plan: 'gold', ...fields });
const errorsOf = (fields: object) => fieldErrors(parse(fields).issues ?? []);

describe('a new subscription', () => {
  it('needs a user and a plan, and has defaults for all else', () => {
    expect(parse().output).toEqual({
      user: 'u1',
      plan: 'gold',
      coupon: null,
      metadata: {},
      tax_percent: 0,
      end_date: null,
      at_period_end: false,
    });
    expect(fieldErrors(v.safeParse(NewSubscription, {}).issues ?? [])).toEqual({
      user: ['This field is required.'],
      plan: ['This field is required.'],
    });
  });

  it.each([0, 0.0001, 1, 7.25, 19.9, 99.9999, 100])('takes %d percent of tax', (tax_percent) => {
    expect(parse({ tax_percent }).success).toBe(true);
  });

  it.each([-0.0001, 100.0001, 1.00001, 0.00001, '23', null, Number.NaN])(
    'refuses %p percent of tax',
    (tax_percent) => {
      expect(Object.keys(errorsOf({ tax_percent }))).toEqual(['tax_percent']);
    },
  );

  it.each(['2199-12-31', '1999-01-01', '2028-02-29', null])('takes %p as end date', (end_date) => {
    expect(parse({ end_date }).success).toBe(true);
  });

  it.each(['2027-02-29', '2026-13-01', '01.02.2026', '2026-01-01T00:00:00Z', '', 20260101])(
    'refuses %p as end date',
    (end_date) => {
      expect(errorsOf({ end_date })).toEqual({
        end_date: ['Date has wrong format. Use one of these formats instead: YYYY-MM-DD.'],
      });
    },
  );

  it('tells of all faults together', () => {
    const faults = {
      user: '',
      plan: 1,
      coupon: '',
      metadata: { a: 1 },
      tax_percent: 101,
      at_period_end: 'no',
    };
    expect(Object.keys(errorsOf(faults)).sort()).toEqual(Object.keys(faults).sort());
  });

  it('keeps our own keys out of metadata', () => {
    expect(Object.keys(errorsOf({ metadata: { aa_stripe_id: 'ssub_1' } }))).toEqual(['metadata']);
  });
});

describe('cancelling, and undoing it,', () => {
  it('is at once unless told otherwise', () => {
    expect(v.parse(Cancel, {})).toEqual({ at_period_end: false });
    expect(v.safeParse(Cancel, { at_period_end: 1 }).success).toBe(false);
  });

  it('tells no end date from none', () => {
    expect(v.parse(UndoCancel, {}).end_date).toBeUndefined();
    expect(v.parse(UndoCancel, { end_date: null }).end_date).toBeNull();
    expect(v.safeParse(UndoCancel, { end_date: '2026-02-30' }).success).toBe(false);
  });
});
