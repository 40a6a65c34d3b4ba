import fc from 'fast-check';

/** What callers write where a name or a text is expected, and what makes programs stumble. */
export const NASTY_TEXTS = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udc00',
  '\u202egnp.exe',
  '\u200b',
  '\ufeff',
  '👩‍👩‍👧‍👦',
  '𝕏'.repeat(30),
  'é',
  'İ',
  'ß',
  'NaN',
  'Infinity',
  'null',
  'true',
  '500',
  '-0',
  '1e3',
  '0x10',
  '../../etc/passwd',
  '%00',
  '\r\nset-cookie: a=b',
  '<script>alert(1)</script>',
  '{{7*7}}',
  '$' + '{jndi:ldap://x}',
  "' OR '1'='1",
  '#pk = :pk',
  'a#b#c',
  '\\',
  '"',
  '[0]',
  'a[b]',
  'aa_stripe_id',
  '2030-02-30T12:00:00Z',
  '2030-02-28T12:00:00Z',
  '2030-13-45',
  '0000-00-00',
  '9'.repeat(400),
  'x'.repeat(64),
  'x'.repeat(65),
  'x'.repeat(256),
  '界'.repeat(255),
];

/** Numbers as JSON may write them, also those that no double holds. */
export const NASTY_NUMBERS = [
  '0',
  '-0',
  '-1',
  '1',
  '1.5',
  '0.1',
  '1e0',
  '1e400',
  '-1e400',
  '1e-400',
  '1e21',
  '1E+2',
  '99999999',
  '100000000',
  '2147483648',
  '9007199254740991',
  '9007199254740993',
  '123456789012345678901234567890',
  '1.0000000000000000000001',
];

const nested = (open: string, close: string, depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`;

/** What pollutes prototypes where a program merges what it is sent. */
export const POLLUTION = [
  '{"__proto__":{"polluted":true}}',
  '{"__proto__":"x"}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"constructor":"x"}',
  '{"prototype":{"polluted":true}}',
  '{"prototype":"x","fine":"y"}',
  '{"a":{"__proto__":{"polluted":true}}}',
  '[{"__proto__":{"polluted":true}}]',
];

const OTHERS = [
  'null',
  'true',
  'false',
  '[]',
  '{}',
  '[1]',
  '["some"]',
  '{"id":"tok_visa"}',
  '{"id":["tok_visa"]}',
  '{"id":null}',
  '{"0":"a"}',
  '{"length":1}',
  '{"toJSON":"x"}',
  '{"then":1}',
  '{"":""}',
  '{"a":"b","a":"c"}',
  '{"a":1e400}',
  '{"a":123456789012345678901234567890}',
  '{"a":"\\ud800"}',
  '{"\\udfff":"a"}',
  '{"a\\u0000":"a\\u0000"}',
  nested('[', ']', 60),
  nested('{"a":', '}', 60),
  nested('[', ']', 9_000),
  nested('{"a":', '}', 9_000),
];

const LONG = ['x', '界', '\\u0000', '\\ud800'].map((unit) => `"${unit.repeat(200_000)}"`);

/** A value as JSON text: of the wrong type, out of range, or of a form that parsers disagree about. */
export const hostileValue: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...NASTY_TEXTS).map((text) => JSON.stringify(text)) },
  { weight: 5, arbitrary: fc.constantFrom(...NASTY_NUMBERS) },
  { weight: 5, arbitrary: fc.constantFrom(...OTHERS) },
  { weight: 3, arbitrary: fc.constantFrom(...POLLUTION) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }).map((text) => JSON.stringify(text)) },
  { weight: 2, arbitrary: fc.json({ maxDepth: 4 }) },
  { weight: 2, arbitrary: fc.double().map((number) => JSON.stringify(number)) },
);

/** As above, but rarely something long, which costs time. */
export const anyHostileValue: fc.Arbitrary<string> = fc.oneof(
  { weight: 300, arbitrary: hostileValue },
  { weight: 1, arbitrary: fc.constantFrom(...LONG) },
);

export const hostileName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...NASTY_TEXTS),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** An object as JSON text, from its members as JSON text. A name may come twice. */
export const objectText = (members: readonly (readonly [name: string, value: string])[]): string =>
  `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
