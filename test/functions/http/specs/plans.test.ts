import { operatePlansSpecs } from '../../../../functions/http/specs/plans';
import { jsonBody } from '../../../../lib/runtime/http/json-body';
import { httpEvent } from '../../../fixtures/http-event';
import { refusalOf } from '../../../fixtures/refusal-of';

const { body: NewPlan, rules } = operatePlansSpecs['POST /aa-stripe/plans'];
const read = (body: object) =>
  jsonBody(
    httpEvent({ body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    NewPlan,
  );
const plan = { amount: 5000, name: 'gold', interval: 'month' };

describe('the body of a new plan', () => {
  it('has defaults', () => {
    expect(read(plan)).toEqual({
      ...plan,
      currency: 'usd',
      interval_count: 1,
      source: {},
      metadata: {},
      statement_descriptor: '',
      trial_period_days: 0,
    });
  });

  it('takes any JSON object as source, and any case of a currency', () => {
    const source = { a: { b: [1, null, 'x'] } };
    expect(read({ ...plan, source, currency: 'EUR' })).toMatchObject({ source, currency: 'eur' });
  });

  it.each<[string, object]>([
    ['amount', { amount: undefined }],
    ['amount', { amount: '500' }],
    ['amount', { amount: 0 }],
    ['amount', { amount: 100_000_000 }],
    ['currency', { currency: 'xxx' }],
    ['name', { name: undefined }],
    ['name', { name: '' }],
    ['name', { name: 'x'.repeat(256) }],
    ['interval', { interval: undefined }],
    ['interval', { interval: 'decade' }],
    ['interval_count', { interval_count: 0 }],
    ['interval_count', { interval_count: 1.5 }],
    ['source', { source: [] }],
    ['source', { source: 'x' }],
    ['source', { source: { a: 'x'.repeat(100_000) } }],
    ['metadata', { metadata: { ['k'.repeat(41)]: 'v' } }],
    ['statement_descriptor', { statement_descriptor: 'x'.repeat(23) }],
    ['statement_descriptor', { statement_descriptor: 'A<B' }],
    ['trial_period_days', { trial_period_days: -1 }],
    ['trial_period_days', { trial_period_days: 731 }],
    ['is_created_at_stripe', { is_created_at_stripe: true }],
    ['id', { id: 'mine' }],
  ])('refuses %s in %j by name', (field, change) => {
    const refused = refusalOf(() => read({ ...plan, ...change }));
    expect(refused).toMatchObject({ status: 400 });
    expect(Object.keys(refused.body)).toEqual([field]);
  });

  it.each([
    ['day', 1095],
    ['week', 156],
    ['month', 36],
    ['year', 3],
  ])('lets %s count up to %i, which is three years', (interval, most) => {
    expect(rules(read({ ...plan, interval, interval_count: most }))).toEqual({});
    const tooLong = most === 1095 ? null : rules(read({ ...plan, interval, interval_count: most + 1 }));
    if (tooLong) expect(Object.keys(tooLong)).toEqual(['interval_count']);
    else expect(() => read({ ...plan, interval, interval_count: most + 1 })).toThrow();
  });

  it('knows the smallest steps of currencies', () => {
    expect(rules(read({ ...plan, amount: 1235, currency: 'kwd' }))).toEqual({
      amount: ['Amounts in KWD must be a multiple of 10.'],
    });
    expect(rules(read({ ...plan, amount: 1230, currency: 'kwd' }))).toEqual({});
  });
});
