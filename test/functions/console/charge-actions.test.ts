import { chargeActions } from '../../../functions/console/kinds/charge-actions';

const charged = {
  id: 'schg_1',
  state: 'charged',
  is_charged: true,
  amount: 1250,
  amount_refunded: 250,
  currency: 'eur',
  user: 'u1',
};
const action = (label: string) => {
  const found = chargeActions.find((each) => each.label === label);
  if (!found) throw new Error(label);
  return found;
};
const refund = action('Refund…');

describe('a refund', () => {
  it('is sent in minor units, as digits were typed', () =>
    expect(refund.wish(charged, { amount: ' 0.29 ' })).toEqual({
      ...{ method: 'POST', path: '/aa-stripe/charges/schg_1/refund', body: { amount: 29 } },
    }));

  it('begins with all that is left', () => expect(refund.fields?.(charged)[0]?.initial).toBe('10.00'));

  it.each([
    ['10.01', 'Only 10.00 EUR is left.'],
    ['0', 'Enter an amount of EUR, such as 10.00.'],
    ['1.005', 'Enter an amount of EUR, such as 10.00.'],
    ['1,50', 'Enter an amount of EUR, such as 10.00.'],
    ['-1', 'Enter an amount of EUR, such as 10.00.'],
  ])('of %s is refused beside its field', (amount, message) =>
    expect(refund.wish(charged, { amount })).toEqual({ errors: { amount: [message] } }),
  );
});

describe('what is offered', () => {
  it.each([
    [charged, [false, true]],
    [{ ...charged, amount_refunded: 1250 }, [false, false]],
    [{ ...charged, state: 'failed', is_charged: false }, [true, false]],
    [{ ...charged, state: 'unknown', is_charged: false }, [false, false]],
    [{ ...charged, state: 'processing', is_charged: false }, [false, false]],
  ])('for %j: charge, refund', (row, offered) =>
    expect(chargeActions.map((each) => each.isOffered(row))).toEqual(offered),
  );
});
