import { compilePattern } from '../../../../infra/local/event-pattern/match-pattern';
import { filterOperators, ruleOperators } from '../../../../infra/local/event-pattern/operators';

const event = {
  source: 'aa-stripe',
  detail: {
    type: 'charge.succeeded',
    amount: 500,
    tags: ['a', 'b'],
    nothing: null,
    deep: { on: true },
    empty: '',
  },
};
const detail = (pattern: unknown) => compilePattern({ detail: pattern }, ruleOperators)(event);

describe('a rule’s pattern', () => {
  it.each([
    ['equality', { type: ['x', 'charge.succeeded'] }, { type: ['x'] }],
    ['equality of numbers, not of text', { amount: [500] }, { amount: ['500'] }],
    ['a list, by any element', { tags: ['b'] }, { tags: ['c'] }],
    ['null', { nothing: [null] }, { missing: [null] }],
    ['true', { deep: { on: [true] } }, { deep: { on: [false] } }],
    ['prefix', { type: [{ prefix: 'charge.' }] }, { type: [{ prefix: 'refund.' }] }],
    ['suffix', { type: [{ suffix: 'ed' }] }, { type: [{ suffix: 'x' }] }],
    [
      'anything-but',
      { type: [{ 'anything-but': ['x', 'y'] }] },
      { type: [{ 'anything-but': 'charge.succeeded' }] },
    ],
    [
      'anything-but of a missing field',
      { amount: [{ 'anything-but': 1 }] },
      { missing: [{ 'anything-but': 1 }] },
    ],
    [
      'anything-but prefix',
      { type: [{ 'anything-but': { prefix: 'x' } }] },
      { type: [{ 'anything-but': { prefix: 'charge' } }] },
    ],
    ['exists', { type: [{ exists: true }] }, { missing: [{ exists: true }] }],
    ['exists false', { missing: [{ exists: false }] }, { nothing: [{ exists: false }] }],
    [
      'exists false below a missing field',
      { missing: { field: [{ exists: false }] } },
      { deep: { on: [{ exists: false }] } },
    ],
    ['exists, of leaves only', { deep: [{ exists: false }] }, { deep: [{ exists: true }] }],
    ['numeric', { amount: [{ numeric: ['>', 0, '<=', 500] }] }, { amount: [{ numeric: ['<', 500] }] }],
    [
      'equals-ignore-case',
      { type: [{ 'equals-ignore-case': 'CHARGE.succeeded' }] },
      { type: [{ 'equals-ignore-case': 'x' }] },
    ],
    ['wildcard', { type: [{ wildcard: '*.succeed*' }] }, { type: [{ wildcard: 'charge' }] }],
    ['$or', { $or: [{ amount: [1] }, { tags: ['a'] }] }, { $or: [{ amount: [1] }, { tags: ['c'] }] }],
  ])('%s', (_, matching, other) => {
    expect(detail(matching)).toBe(true);
    expect(detail(other)).toBe(false);
  });

  it('needs all its fields', () => {
    expect(detail({ type: ['charge.succeeded'], amount: [1] })).toBe(false);
  });

  it.each([
    [{ type: [{ cidr: '10.0.0.0/8' }] }, 'operator cidr has no local counterpart'],
    [{ type: [{ prefix: { 'equals-ignore-case': 'x' } }] }, 'operator prefix with'],
    [{ type: [{ 'anything-but': { numeric: ['>', 1] } }] }, 'operator numeric has no local counterpart'],
    [{ type: 'text' }, 'is not an object'],
  ])('%j is refused by name', (pattern, message) => {
    expect(() => detail(pattern)).toThrow(message);
  });
});

describe('a stream’s filter', () => {
  const record = {
    eventName: 'MODIFY',
    dynamodb: { NewImage: { kind: { S: 'webhook' }, done: { BOOL: false } } },
  };

  it('matches DynamoDB’s JSON', () => {
    const filter = {
      eventName: ['INSERT', 'MODIFY'],
      dynamodb: { NewImage: { kind: { S: [{ prefix: 'web' }] }, done: { BOOL: [false] } } },
    };
    expect(compilePattern(filter, filterOperators)(record)).toBe(true);
  });

  it('knows fewer operators', () => {
    const filter = { eventName: [{ wildcard: '*' }] };
    expect(() => compilePattern(filter, filterOperators)).toThrow(
      'operator wildcard has no local counterpart',
    );
  });
});
