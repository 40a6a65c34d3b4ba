import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { writeCursor } from '../../lib/runtime/http/cursor';
import { type ApiOperation, apiDocument, operationsOf, validBody } from '../fixtures/api-document';
import { type EveryFunction, everyFunction } from '../fixtures/every-function';
import { folderOf, type KnownRecords, oneOfEach } from '../fixtures/one-of-each';
import { storedItems } from '../fixtures/stored-items';
import { answerFaults } from './answer-faults';
import { MANY_MINUTES, tryCases } from './cases';
import { hostileRequest, requestFields, shownFields } from './hostile-requests';
import { objectText } from './json-text';

jest.setTimeout(MANY_MINUTES);

const OPERATIONS = operationsOf(apiDocument).filter(({ access }) => access !== 'open');
const Made = v.object({ id: v.optional(v.string()), coupon_id: v.optional(v.string()) });
/** Kinds of records that requests make. */
const KINDS = ['charge', 'plan', 'subscription', 'coupon', 'customer', 'webhook'];

/** Fields that a record shows in another way than they were sent, or not at all. */
const REWRITTEN = ['currency', 'amount_off', 'redeem_by', 'coupon_id'];

/** Fields of a record that are not what was sent. */
function changedFields(sent: Buffer | string | undefined, record: Record<string, unknown>): string[] {
  const body: unknown = JSON.parse((sent ?? '{}').toString().replace('\ufeff', ''));
  return Object.entries(Object(body))
    .filter(([name]) => Object.hasOwn(record, name) && !REWRITTEN.includes(name))
    .filter(([name, value]) => !isDeepStrictEqual(JSON.parse(JSON.stringify(value)), record[name]))
    .map(([name]) => name);
}

/** No field of any type may take these. */
const UNKEEPABLE = [
  '"\\ud800"',
  '"a\\u0000"',
  '{"a":"\\ud800"}',
  '{"id":"tok_visa","\\u0000":"a"}',
  '{"__proto__":"x"}',
  '{"constructor":"x"}',
  '{"a":1e400}',
  '[[]]',
];
const OF_EVERY_KIND = [
  'null',
  'true',
  '"500"',
  '""',
  '-1',
  '1.5',
  '-0',
  '1e400',
  '9007199254740993',
  '[]',
  '{}',
];

describe('hostile requests', () => {
  let every: EveryFunction;
  let known: KnownRecords;
  /** Ids of records that an answer of success told of. */
  const told = new Set<string>();
  beforeAll(async () => {
    every = await everyFunction();
    known = await oneOfEach(async (path, body, as) => {
      const route = `POST /aa-stripe/${path}`;
      const headers = { 'content-type': 'application/json' };
      const caller = as === 'user' ? 'u1' : 'op';
      const { status, text } = await every.call({ route, headers, caller, body: JSON.stringify(body) });
      expect([route, status]).toEqual([route, 201]);
      return note(text);
    }, 'evt_none');
  });
  afterAll(() => every.close());

  const note = (text: string): Record<string, unknown> => {
    const body = v.parse(v.record(v.string(), v.unknown()), JSON.parse(text));
    const { id, coupon_id } = v.parse(Made, body);
    told.add(id ?? coupon_id ?? '');
    return body;
  };
  const faultsOf = answerFaults(apiDocument);
  const fields = shownFields(apiDocument);

  // Where nothing but a path and a query is read, there is less to get wrong.
  const weightOf = ({ method }: ApiOperation) => (method === 'GET' ? 1 : 3);
  const sum = OPERATIONS.reduce((all, operation) => all + weightOf(operation), 0);
  it.each(OPERATIONS.map((operation) => [operation.route, operation] as const))(
    '%s answers as its document says, whatever is sent',
    async (_, operation) => {
      await tryCases(
        (0.8 * weightOf(operation)) / sum,
        hostileRequest(operation, known, fields),
        async (request) => {
          const answer = await every.call(request);
          if (answer.status === 201) expect(changedFields(request.body, note(answer.text))).toEqual([]);
          expect(faultsOf(operation, answer)).toEqual([]);
        },
      );
    },
  );

  it('no field takes what cannot be kept, and each answers as documented to every other kind of value', async () => {
    const taking = OPERATIONS.flatMap(({ body, ...rest }) => (body ? [{ ...rest, body }] : []));
    expect(taking.length).toBeGreaterThan(10);
    for (const operation of taking) {
      const { route, path, pathNames, body } = operation;
      const values = known[folderOf(path)] ?? {};
      const pathParameters = Object.fromEntries(pathNames.map((name) => [name, values[name] ?? 'none']));
      const valid = Object.entries(validBody(body, requestFields(path, known)));
      for (const field of Object.keys(body.properties)) {
        const others = valid.filter(([name]) => name !== field);
        const members = others.map(([name, value]) => [name, JSON.stringify(value)] as const);
        for (const value of [...UNKEEPABLE, ...OF_EVERY_KIND]) {
          const text = objectText([...members, [field, value]]);
          const headers = { 'content-type': 'application/json' };
          const answer = await every.call({ route, pathParameters, headers, caller: 'u1', body: text });
          if (answer.status === 201) expect(changedFields(text, note(answer.text))).toEqual([]);
          expect([route, field, value, faultsOf(operation, answer)]).toEqual([route, field, value, []]);
          if (UNKEEPABLE.includes(value)) {
            expect([answer.status, Object.keys(JSON.parse(answer.text))]).toEqual([400, [field]]);
          }
        }
      }
    }
  });

  it('every list takes any position from a cursor of its own, and none from another', async () => {
    const lists = OPERATIONS.filter(({ queryNames }) => queryNames.includes('cursor'));
    expect(lists.length).toBeGreaterThan(5);
    const texts = ['~'.repeat(512), '!', '#pk=:pk', '__proto__'];
    for (const operation of lists) {
      const { route, path, pathNames, queryNames } = operation;
      const values = known[folderOf(path)] ?? {};
      const pathParameters = Object.fromEntries(pathNames.map((name) => [name, values[name] ?? 'none']));
      const filters = queryNames.filter((name) => name !== 'limit' && name !== 'cursor');
      const rawPath = path.replace(/\{(\w+)\}/g, (_, name: string) => pathParameters[name] ?? '');
      const scope = {
        path: rawPath,
        caller: 'u1',
        filters: Object.fromEntries(filters.map((name) => [name, null])),
      };
      for (const [i, text] of texts.entries()) {
        const cursor = writeCursor(text, scope, Date.now());
        const caller = i % 2 === 0 ? 'u1' : 'u2';
        const answer = await every.call({ route, pathParameters, query: { cursor }, caller });
        expect(faultsOf(operation, answer)).toEqual([]);
        expect([route, answer.status]).toEqual([route, caller === 'u1' ? 200 : 400]);
      }
    }
  });

  it('made no record but those that it told of', async () => {
    const items = [...(await storedItems(every.world.table)).values()];
    const records = items.filter(({ kind }) => KINDS.includes(String(kind)));
    const untold = records.filter(
      ({ id, coupon_id }) => !told.has(String(id)) && !told.has(String(coupon_id)),
    );
    expect(untold).toEqual([]);
    expect(records.length).toBeGreaterThan(4);
  });
});
