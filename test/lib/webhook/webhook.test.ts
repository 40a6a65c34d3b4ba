import { eventName } from '../../../lib/webhook/webhook';

describe('eventName', () => {
  it.each([
    ['coupon.created', 'coupon', 'created'],
    ['charge.dispute.created', 'charge.dispute', 'created'],
    ['invoice.payment_failed', 'invoice', 'payment_failed'],
    ['ping', null, null],
    ['.odd', null, null],
  ])('%s is model %s, action %s', (type, model, action) => {
    expect(eventName(type)).toEqual({ model, action });
  });
});
