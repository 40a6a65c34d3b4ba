import Stripe from 'stripe';
import { pack, packText, unpack, unpackText } from '../../../lib/dynamo/packed-json';

describe('packed JSON', () => {
  it('gives back what it was given, without client secrets at any depth (I8)', () => {
    const given = {
      id: 'pi_1',
      client_secret: 's',
      list: [{ client_secret: 's', ok: 1 }],
      deep: { client_secret: 's' },
    };
    expect(unpack(pack(given))).toEqual({ id: 'pi_1', list: [{ ok: 1 }], deep: {} });
  });

  it('stores what the SDK makes decimals of as Stripe sent it', () => {
    const plan = { amount_decimal: Stripe.Decimal.from('1000.50') };
    expect(unpack(pack({ items: [plan] }))).toEqual({ items: [{ amount_decimal: '1000.5' }] });
  });

  it('keeps text to the letter', () => {
    const text = ' {"big": 12345678901234567890, "name": "Zoë ✓"}\n';
    expect(unpackText(packText(text))).toBe(text);
  });
});
