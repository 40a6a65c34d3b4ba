import { type ApiOperation, apiDocument, operationsOf, validBody } from '../fixtures/api-document';
import { type EveryFunction, everyFunction } from '../fixtures/every-function';
import { storedItems } from '../fixtures/stored-items';
import { answerFaults } from './answer-faults';
import { requestFields, shownFields } from './hostile-requests';

/** Routes that read a body. What they take is in the document, and so is all that records show. */
const READING = operationsOf(apiDocument).filter(
  ({ method, access }) => method !== 'GET' && access !== 'open',
);
const SHOWN = shownFields(apiDocument);
const VALUES = [true, null, 'mine', 5, { id: 'x' }];

const deep = (open: string, close: string, depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`;
const keys = (count: number) => `{${Array.from({ length: count }, (_, i) => `"k${i}":0`).join(',')}}`;

/** What a function can be sent at most: 6 MB with all that the gateway says of the request. */
const MOST = 5_900_000;

/** Values that cost whoever reads them carelessly his stack, his memory or his time. */
const BOMBS: [string, string][] = [
  ['lists 5,000 deep', deep('[', ']', 5_000)],
  ['objects 100,000 deep', deep('{"a":', '}', 100_000)],
  ['lists 200,000 deep', deep('[', ']', 200_000)],
  ['300,000 numbers', `[${'0,'.repeat(299_999)}0]`],
  ['100,000 keys', keys(100_000)],
  ['objects beside each other', `[${'{},'.repeat(100_000)}{}]`],
  ['a text as long as a body can be', `"${'x'.repeat(MOST - 50)}"`],
  ['100,000 NULs', `"${'\\u0000'.repeat(100_000)}"`],
  ['a number of 100,000 digits', '9'.repeat(100_000)],
];

/** A field of each kind that may be hard to read: those of one type are read in one way, but objects each in its own. */
const KINDS = new Map(
  READING.flatMap((operation) =>
    Object.entries(operation.body?.properties ?? {})
      .filter(([, { type }]) => type === 'object' || type === 'string' || type === 'integer')
      .map(([field, { type }]) => [type === 'object' ? field : type, { operation, field }] as const),
  ),
);

describe('bodies', () => {
  let every: EveryFunction;
  beforeAll(async () => {
    every = await everyFunction();
  });
  afterAll(() => every.close());

  const faultsOf = answerFaults(apiDocument);
  const refusal = async (operation: ApiOperation, body: string, headers: Record<string, string> = {}) => {
    const answer = await every.call({
      route: operation.route,
      caller: 'u1',
      pathParameters: { id: 'none', coupon_id: 'none', stripe_customer_id: 'none', name: 'sweep' },
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    expect([operation.route, answer.status, faultsOf(operation, answer)]).toEqual([operation.route, 400, []]);
    return answer.text;
  };

  it.each(READING.map((operation) => [operation.route, operation] as const))(
    'a field that a caller may not set is refused by its name: %s',
    async (_, operation) => {
      const { body, path } = operation;
      const known = { subscriptions: { plan: 'splan_none' } };
      const valid = body ? validBody(body, requestFields(path, known)) : {};
      const refused = async (more: object) =>
        JSON.parse(await refusal(operation, JSON.stringify({ ...valid, ...more })));
      const readOnly = SHOWN.filter((name) => !Object.hasOwn(body?.properties ?? {}, name));
      expect(readOnly.length).toBeGreaterThan(50);
      for (const [i, name] of readOnly.entries()) {
        const errors = { [name]: ['This field is not known.'] };
        expect(await refused({ [name]: VALUES[i % VALUES.length] })).toEqual(errors);
      }
      const all = await refused(Object.fromEntries(readOnly.map((name) => [name, 1])));
      expect(Object.keys(all).sort()).toEqual([...readOnly].sort());
    },
  );

  it('bombs are tried on texts, numbers and each kind of object', () => {
    const kinds = ['integer', 'metadata', 'source', 'string', 'stripe_js_response', 'webhooks'];
    expect([...KINDS.keys()].sort()).toEqual(kinds);
  });

  it.each(BOMBS)('%s, as the body or as a field: 400 that names the field', async (_, bomb) => {
    for (const { operation, field } of KINDS.values()) {
      expect(await refusal(operation, `{"${field}":${bomb}}`)).toContain(`"${field}":[`);
    }
    for (const operation of READING.slice(0, 2)) await refusal(operation, bomb);
  });

  it('more fields than an answer can name: 400 that names many and counts the rest', async () => {
    const many = keys(100_000);
    const long = `{"${'k'.repeat(1_000_000)}":0}`;
    for (const operation of READING.slice(0, 3)) {
      for (const [name, body] of Object.entries({ many, long })) {
        const text = await refusal(operation, body, { 'idempotency-key': name });
        expect(text).toContain('This field is not known.');
        expect(text.length).toBeLessThan(20_000);
        expect(text.includes('99800 more fields are not known.')).toBe(body === many);
      }
    }
  });

  it('what was refused has left no record', async () => {
    const items = [...(await storedItems(every.world.table)).values()];
    // But that it was asked for, which is kept of operators.
    expect(items.filter(({ pk }) => !/^(idempotency|audit)#/.test(String(pk)))).toEqual([]);
    expect(items.length).toBeGreaterThan(0);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
