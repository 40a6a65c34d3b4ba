import { valueFault } from '../../../../lib/runtime/http/value-fault';

const parsed = (text: string): unknown => JSON.parse(text);
const nested = (open: string, close: string, depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`;

describe('valueFault', () => {
  it.each([
    'null',
    'true',
    '"👩‍👩‍👧 שלום \u202e"',
    '[]',
    '{"a":{"b":[1,-1.5,9007199254740991,"12345678901234567890"]},"":null}',
    '{"toString":1,"hasOwnProperty":2,"__proto":3}',
    // A field that is a number itself is for its schema to judge.
    '1e400',
    '12345678901234567890',
  ])('has nothing against %s', (text) => {
    expect(valueFault(parsed(text))).toBeNull();
  });

  it.each(['__proto__', 'constructor', 'prototype'])('refuses the key %s at any depth', (key) => {
    const fault = `May not contain the key "${key}".`;
    expect(valueFault(parsed(`{"${key}":"x"}`))).toBe(fault);
    expect(valueFault(parsed(`{"a":[{"b":{"${key}":{"polluted":1}}}]}`))).toBe(fault);
  });

  it.each(['[1e400]', '{"a":-1e400}', '[12345678901234567890]', '[9007199254740992]'])(
    'refuses %s, since it would be kept as another number',
    (text) => {
      expect(valueFault(parsed(text))).toMatch(/^Numbers in it must be exact/);
    },
  );

  it.each([
    ['"\\udfff"', 'Surrogate characters are not allowed.'],
    ['{"a":["x\\ud83d"]}', 'Surrogate characters are not allowed.'],
    ['{"\\ud83d":1}', 'Surrogate characters are not allowed.'],
    ['["\\u0000"]', 'Null characters are not allowed.'],
    ['{"\\u0000":1}', 'Null characters are not allowed.'],
  ])('refuses %s: %s', (text, fault) => {
    expect(valueFault(parsed(text))).toBe(fault);
  });

  it.each([
    ['[', ']'],
    ['{"a":', '}'],
  ])('takes a hundred levels of %s…%s, and no more, however many come', (open, close) => {
    expect(valueFault(parsed(nested(open, close, 100)))).toBeNull();
    for (const depth of [101, 300_000]) {
      expect(valueFault(parsed(nested(open, close, depth)))).toBe(
        'Must not be nested more than 100 levels deep.',
      );
    }
  });

  it('takes 50,000 values, and no more, wherever they are', () => {
    const list = (count: number) => Array.from({ length: count }, () => 0);
    expect(valueFault(list(50_000))).toBeNull();
    expect(valueFault(list(50_001))).toBe('Must not hold more than 50000 values.');
    expect(valueFault([list(30_000), list(30_000)])).toBe('Must not hold more than 50000 values.');
  });
});
