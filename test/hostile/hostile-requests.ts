import fc from 'fast-check';
import { type ApiDocument, type ApiOperation, validBody } from '../fixtures/api-document';
import type { FunctionRequest } from '../fixtures/every-function';
import { folderOf, type KnownRecords } from '../fixtures/one-of-each';
import { anyHostileValue, hostileName, hostileValue, NASTY_TEXTS, objectText } from './json-text';

/** What a request may name besides what the schema can tell. */
export function requestFields(path: string, known: KnownRecords): Record<string, unknown> {
  const plan = known[folderOf(path)]?.['plan'];
  return {
    user: 'u1',
    stripe_js_response: { id: 'tok_visa' },
    percent_off: 5,
    ...(plan !== undefined && { plan }),
  };
}

/** Every field that any record shows. */
export function shownFields({ components }: ApiDocument): string[] {
  const names = Object.values(components.schemas).flatMap(({ properties }) => Object.keys(properties));
  return [...new Set([...names, 'stripe_response', 'stripe_js_response', 'version', 'owner'])];
}

/** Requests to one route of which something, or everything, is not as it should be. */
export function hostileRequest(
  operation: ApiOperation,
  known: KnownRecords,
  fields: readonly string[],
): fc.Arbitrary<FunctionRequest> {
  return fc
    .record({
      pathParameters: pathParametersOf(operation, known),
      query: queryOf(operation),
      headers: headersOf(operation),
      body: bodyOf(operation, known, fields),
      caller: fc.constantFrom('u1', 'u1', 'u1', 'u2', ''),
    })
    .map(({ body, caller, ...parts }) => ({
      route: operation.route,
      ...parts,
      ...(operation.access !== 'open' && { caller }),
      ...(body !== null && { body }),
    }));
}

/** What a path's decoded segment can be; half of the time a record that there is. */
function pathParametersOf({ path, pathNames }: ApiOperation, known: KnownRecords) {
  const records = known[folderOf(path)] ?? {};
  const value = (name: string) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constant(records[name] ?? 'none') },
      { weight: 1, arbitrary: arrives(hostileName) },
      { weight: 1, arbitrary: fc.constantFrom('x'.repeat(2_000), 'cus_none', 'schg_none', 'charge-stripe') },
    );
  return fc.record(Object.fromEntries(pathNames.map((name) => [name, value(name)])));
}

function queryOf({ queryNames, method }: ApiOperation) {
  const value = fc.oneof(
    arrives(hostileName),
    fc.constantFrom('1', '100', 'true', 'u1', 'pending', '1,2', 'eyJ9', 'x'.repeat(3_000)),
    fc.tuple(hostileName, fc.nat()).map(([position, until]) => forgedCursor(position, until)),
  );
  const name = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('limit', 'cursor', ...queryNames) },
    { weight: 1, arbitrary: arrives(hostileName) },
  );
  const entries = fc.array(fc.tuple(name, value), { maxLength: 3 });
  return method === 'GET' ? entries.map((pairs) => Object.fromEntries(pairs)) : fc.constant({});
}

const forgedCursor = (position: string, until: number) =>
  Buffer.from(JSON.stringify({ position, scope: 'AAAAAAAAAAAAAAAA', until: until * 1e12 })).toString(
    'base64url',
  );

/** Whatever a caller sends, it comes through a URL or a header: no half of a surrogate pair gets this far. */
const arrives = (text: fc.Arbitrary<string>) => text.map((each) => Buffer.from(each).toString());

function headersOf({ method }: ApiOperation) {
  const type = fc.oneof(
    { weight: 12, arbitrary: fc.constant('application/json') },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        'text/plain',
        'application/json; charset=utf-16',
        'application/JSON;;;',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        `application/${'x'.repeat(5_000)}`,
        'application/json, text/plain',
        ' ; ',
      ),
    },
  );
  const key = fc.oneof(
    { weight: 12, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: arrives(hostileName) },
    { weight: 1, arbitrary: fc.constantFrom('k', 'k'.repeat(255), 'k'.repeat(256), 'k,k', '"k"') },
    { weight: 1, arbitrary: fc.uuid() },
  );
  const other = fc.dictionary(arrives(hostileName), arrives(hostileName), { maxKeys: 2 });
  return fc.tuple(type, key, other).map(([contentType, idempotencyKey, others]) => ({
    ...others,
    ...(method !== 'GET' && { 'content-type': contentType }),
    ...(idempotencyKey !== null && { 'idempotency-key': idempotencyKey }),
  }));
}

type Body = string | Buffer | null;

function bodyOf(operation: ApiOperation, known: KnownRecords, fields: readonly string[]): fc.Arbitrary<Body> {
  if (operation.method === 'GET') return fc.constantFrom(null, null, null, '{}', '{"__proto__":1}', 'x');
  const { path, body } = operation;
  const valid = body ? validBody(body, requestFields(path, known)) : {};
  const own = Object.keys(body?.properties ?? {});
  const members = Object.entries(valid).map(([name, value]) => [name, JSON.stringify(value)] as const);
  const text = objectText(members);
  const wrongField = own.length > 0 ? fc.constantFrom(...own) : hostileName;
  const fieldOf = (name: fc.Arbitrary<string>, value: fc.Arbitrary<string>) => fc.tuple(name, value);
  const changed = (change: readonly (readonly [string, string])[]) =>
    objectText([...members.filter(([name]) => !change.some(([other]) => other === name)), ...change]);
  return fc.oneof(
    // One or two of its own fields are wrong, the rest is right.
    {
      weight: 10,
      arbitrary: fc
        .array(fieldOf(wrongField, anyHostileValue), { minLength: 1, maxLength: 2 })
        .map((change) => changed(change)),
    },
    // Fields that it does not take.
    {
      weight: 3,
      arbitrary: fc
        .array(fieldOf(fc.oneof(fc.constantFrom(...fields), hostileName), hostileValue), {
          minLength: 1,
          maxLength: 3,
        })
        .map((more) => objectText([...members, ...more])),
    },
    // A field twice, and fields left out.
    {
      weight: 1,
      arbitrary: fieldOf(wrongField, hostileValue).map((twice) => objectText([...members, twice, twice])),
    },
    { weight: 1, arbitrary: fc.subarray([...members]).map((some) => objectText(some)) },
    // Not an object, or not JSON.
    { weight: 2, arbitrary: hostileValue },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        '',
        '{',
        text.slice(0, -1),
        `${text}${text}`,
        `${text}\u0000`,
        `\ufeff${text}`,
        `[${text}]`,
        `//c\n${text}`,
        text.replaceAll('"', "'"),
        `${text.slice(0, -1)},}`,
        '{"a":NaN}',
        '{"a":01}',
        '{"a":+1}',
        `{"a":"\u0001"}`,
      ),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        Buffer.from(text),
        Buffer.from(`\ufeff${text}`),
        Buffer.from(text, 'utf16le'),
        Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xff, 0x7d])]),
        Buffer.from('{"a":"\xe9"}', 'latin1'),
        Buffer.from([0xed, 0xa0, 0x80]),
        Buffer.from([0x1f, 0x8b, 0x08, 0x00]),
        Buffer.alloc(1_000),
      ),
    },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: fc.constantFrom<Body>(null, text) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...NASTY_TEXTS).map((name) => objectText([...members, [name, '1']])),
    },
  );
}
