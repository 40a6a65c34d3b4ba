import { errorOf } from '../../../functions/console/api/api-error';

describe('what an operator reads of a refusal', () => {
  it.each([
    [409, { detail: 'Already refunded.' }, 'Already refunded.'],
    [400, { stripe_error: 'Your card was declined.' }, 'Your card was declined.'],
    [402, { state: 'failed', error: { message: 'Insufficient funds.' } }, 'Insufficient funds.'],
    [403, { message: 'Forbidden' }, 'You may not do this: your sign-in lacks the scope aa-stripe/admin.'],
    [401, { message: 'Unauthorized' }, 'Your sign-in has ended. Sign in again.'],
    [418, {}, 'The API answered 418.'],
    [500, 'no object', 'The API answered 500.'],
  ])('%d %j', (status, body, message) => expect(errorOf(status, body).message).toBe(message));

  it('names the fields at fault', () => {
    const { fields, isWorthRepeating } = errorOf(400, {
      percent_off: ['Too much.'],
      non_field_errors: ['Either.'],
    });
    expect(fields).toEqual({ percent_off: ['Too much.'], non_field_errors: ['Either.'] });
    expect(isWorthRepeating).toBe(false);
  });

  it.each([0, 429, 500, 502, 503])('may be sent again as it is: %d', (status) =>
    expect(errorOf(status, {}).isWorthRepeating).toBe(true),
  );
});
