import * as v from 'valibot';
import { addCoupon } from '../../../functions/console/kinds/coupon-actions';
import { NewCoupon } from '../../../functions/http/specs/coupon-body';

const percent = {
  takes: 'percent',
  percent_off: '12.5',
  duration: 'once',
  metadata: 'campaign=spring=1\n\n b = c ',
};
const bodyOf = (values: Record<string, string>) => {
  const wish = addCoupon.wish({}, values);
  // As it is after its way to the API.
  return JSON.parse(JSON.stringify('errors' in wish ? wish.errors : wish.body));
};

describe('the coupon that a form asks for', () => {
  it('is one that the API takes', () => {
    const body = bodyOf(percent);
    expect(v.safeParse(NewCoupon, body).success).toBe(true);
    expect(body).toMatchObject({
      percent_off: 12.5,
      amount_off: null,
      metadata: { campaign: 'spring=1', b: 'c' },
    });
  });

  it('of an amount keeps it as text, since floats hold no money', () => {
    const values = {
      takes: 'amount',
      amount_off: ' 10.00 ',
      currency: 'eur',
      duration: 'repeating',
      duration_in_months: '3',
    };
    const body = bodyOf(values);
    expect(v.safeParse(NewCoupon, body).success).toBe(true);
    expect(body).toMatchObject({
      amount_off: '10.00',
      currency: 'eur',
      percent_off: null,
      duration_in_months: 3,
    });
  });

  it('leaves what is no number to the API, which says what is wrong with it', () => {
    const read = v.safeParse(NewCoupon, bodyOf({ ...percent, percent_off: 'much' }));
    expect(read.issues?.map(({ message }) => message)).toEqual(['A valid number is required.']);
  });

  it('says which field a line of metadata is wrong in', () =>
    expect(bodyOf({ ...percent, metadata: 'no pair' })).toEqual({
      metadata: ['Each line must be like name=value.'],
    }));
});
