import { chargeSpecs } from '../../../../functions/http/specs/charges';
import { jsonBody } from '../../../../lib/runtime/http/json-body';
import { httpEvent } from '../../../fixtures/http-event';
import { refusalOf } from '../../../fixtures/refusal-of';

const event = (body: object) =>
  httpEvent({ body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
const { body: NewCharge, rules } = chargeSpecs['POST /aa-stripe/charges'];
const read = (body: object) => jsonBody(event(body), NewCharge);
const charge = { user: 'u1', amount: 500, description: 'Lunch' };

describe('the body of a new charge', () => {
  it('has defaults', () => {
    expect(read(charge)).toEqual({
      ...charge,
      currency: 'usd',
      comment: '',
      statement_descriptor: '',
      source_type: null,
      source_id: null,
      is_manual_charge: false,
    });
  });

  it('takes any case of a currency, and any object as source', () => {
    const source = { source_type: 'shop.order', source_id: '42' };
    expect(read({ ...charge, currency: 'EUR', ...source })).toMatchObject({ currency: 'eur', ...source });
  });

  it.each<[string, unknown, RegExp]>([
    ['user', undefined, /required/],
    ['user', '', /blank/],
    ['user', ' u1', /space/],
    ['user', 5, /string/],
    ['amount', undefined, /required/],
    ['amount', '500', /integer/],
    ['amount', 5.5, /integer/],
    ['amount', 0, /greater than or equal to 1/],
    ['amount', -500, /greater than or equal to 1/],
    ['amount', 100_000_000, /less than or equal to 99999999/],
    ['amount', 2 ** 60, /less than or equal/],
    ['amount', null, /integer/],
    ['amount', [500], /integer/],
    ['currency', 'xxx', /not a currency/i],
    ['currency', '', /not a currency/i],
    ['currency', 7, /string/],
    ['description', undefined, /required/],
    ['description', '', /blank/],
    ['description', 'x'.repeat(256), /255/],
    ['comment', 'x'.repeat(256), /255/],
    ['statement_descriptor', 'x'.repeat(23), /22/],
    ['statement_descriptor', '12345', /letter/],
    ['statement_descriptor', 'A*B', /any of/],
    ['statement_descriptor', "O'Neil", /any of/],
    ['statement_descriptor', 'Łódź', /Latin/],
    ['is_manual_charge', 'true', /boolean/],
    ['source_id', '', /blank/],
    ['source_type', 'x'.repeat(101), /100/],
    ['is_charged', true, /not known/],
    ['state', 'charged', /not known/],
    ['version', 9, /not known/],
    ['constructor', {}, /not known/],
  ])('%s %j is refused by name', (field, value, message) => {
    const { status, body } = refusalOf(() => read({ ...charge, [field]: value }));
    expect([status, Object.keys(body)]).toEqual([400, [field]]);
    expect(JSON.stringify(body)).toMatch(message);
  });

  it('names all faults at once', () => {
    const { body } = refusalOf(() => read({ amount: '5', currency: 'xxx', paid: true }));
    expect(Object.keys(body).sort()).toEqual(['amount', 'currency', 'description', 'paid', 'user']);
  });

  it.each([
    [{ currency: 'kwd', amount: 1005 }, { amount: ['Amounts in KWD must be a multiple of 10.'] }],
    [{ currency: 'isk', amount: 150 }, { amount: ['Amounts in ISK must be a multiple of 100.'] }],
    [{ currency: 'jpy', amount: 5 }, {}],
    [{ source_type: 'order' }, { non_field_errors: ['source_type and source_id go together.'] }],
    [{ source_id: '1' }, { non_field_errors: ['source_type and source_id go together.'] }],
  ])('%j is refused across fields: %j', (change, errors) => {
    expect(rules(read({ ...charge, ...change }))).toEqual(errors);
  });
});

describe('the bodies of charging and refunding', () => {
  const Charging = chargeSpecs['POST /aa-stripe/charges/{id}/charge'].body;
  const Refunding = chargeSpecs['POST /aa-stripe/charges/{id}/refund'].body;

  it('may be empty objects', () => {
    expect([jsonBody(event({}), Charging), jsonBody(event({}), Refunding)]).toEqual([{}, {}]);
  });

  it.each<[string, unknown]>([
    ['amount', 0],
    ['amount', -1],
    ['amount', '100'],
    ['amount', 1.5],
    ['amount', null],
    ['reason', 'fraudulent'],
  ])('a refund of %s %j is refused by name', (field, value) => {
    const { status, body } = refusalOf(() => jsonBody(event({ [field]: value }), Refunding));
    expect([status, Object.keys(body)]).toEqual([400, [field]]);
  });

  it.each(['', 'a b', 'x'.repeat(101), 5, 'ä'])('an idempotency_key of %j is refused', (key) => {
    const { status, body } = refusalOf(() => jsonBody(event({ idempotency_key: key }), Charging));
    expect([status, Object.keys(body)]).toEqual([400, ['idempotency_key']]);
  });
});
