import * as v from 'valibot';
import { jsonBody } from '../../../../lib/runtime/http/json-body';
import { httpEvent, type Request } from '../../../fixtures/http-event';
import { refusalOf } from '../../../fixtures/refusal-of';

const Body = v.object({
  user: v.string(),
  amount: v.pipe(v.number('A valid integer is required.'), v.integer('A valid integer is required.')),
  tag: v.optional(
    v.pipe(
      v.string(),
      v.check((tag) => tag.length < 3, 'Too long.'),
    ),
    '',
  ),
  nested: v.optional(v.object({ id: v.string('Not a valid id.') })),
});

describe('jsonBody', () => {
  const read = (body: string, contentType = 'application/json', request: Request = {}) =>
    jsonBody(httpEvent({ body, headers: { 'content-type': contentType }, ...request }), Body);
  const refusal = (...args: Parameters<typeof read>) => refusalOf(() => read(...args));
  const valid = { user: 'u1', amount: 500 };

  it('gives the validated body, with defaults', () => {
    expect(read(JSON.stringify(valid))).toEqual({ ...valid, tag: '' });
  });

  it('reads a body that the gateway passes in base64', () => {
    const body = Buffer.from(JSON.stringify({ ...valid, user: 'Zoë' })).toString('base64');
    expect(read(body, undefined, { isBase64Encoded: true }).user).toBe('Zoë');
  });

  it.each(['application/json; charset=utf-8', 'Application/JSON', ' application/json '])(
    'takes %s',
    (type) => {
      expect(read(JSON.stringify(valid), type)).toMatchObject(valid);
    },
  );

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'refuses content type "%s"',
    (type) => {
      expect(refusal(JSON.stringify(valid), type)).toEqual({
        status: 415,
        body: { detail: `Unsupported media type "${type}" in request.` },
      });
    },
  );

  it('refuses a body without content type', () => {
    const refused = refusalOf(() => jsonBody(httpEvent({ body: JSON.stringify(valid) }), Body));
    expect(refused.status).toBe(415);
  });

  it.each(['', '{', 'user=u1', "{'user': 'u1'}", '{"user":"u1"}x'])('refuses %j as not JSON', (body) => {
    expect(refusal(body)).toEqual({ status: 400, body: { detail: 'The body is not valid JSON.' } });
  });

  it('refuses bytes that are not UTF-8', () => {
    const body = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]).toString('base64');
    const refused = refusal(body, undefined, { isBase64Encoded: true });
    expect(refused).toEqual({ status: 400, body: { detail: 'The body is not valid JSON.' } });
  });

  it.each(['[]', '[{"user":"u1"}]', 'null', '"text"', '5', 'true'])('refuses %s as not an object', (body) => {
    expect(refusal(body)).toEqual({ status: 400, body: { detail: 'The body must be a JSON object.' } });
  });

  it('names a missing field', () => {
    expect(refusal('{"user":"u1"}')).toEqual({
      status: 400,
      body: { amount: ['This field is required.'] },
    });
  });

  it('tells a missing field from a null one', () => {
    const { body } = refusal('{"user":"u1","amount":null}');
    expect(body).toEqual({ amount: ['A valid integer is required.'] });
  });

  it.each(['"500"', '5.5', 'true', '[5]'])('does not take %s for an integer', (amount) => {
    expect(refusal(`{"user":"u1","amount":${amount}}`).body).toEqual({
      amount: ['A valid integer is required.'],
    });
  });

  it('tells all faults of a request together', () => {
    expect(refusal('{"amount":"x","tag":"long","colour":"red"}')).toEqual({
      status: 400,
      body: {
        user: ['This field is required.'],
        amount: ['A valid integer is required.'],
        tag: ['Too long.'],
        colour: ['This field is not known.'],
      },
    });
  });

  it('names every unknown field, not the first alone', () => {
    expect(refusal(JSON.stringify({ ...valid, colour: 1, size: 2 })).body).toEqual({
      colour: ['This field is not known.'],
      size: ['This field is not known.'],
    });
  });

  it.each(['constructor', '__proto__', 'prototype', 'toString', 'hasOwnProperty'])(
    'refuses the unknown field %s',
    (name) => {
      const { status, body } = refusal(`{"user":"u1","amount":500,"${name}":1}`);
      expect(status).toBe(400);
      expect(Object.entries(body)).toEqual([[name, ['This field is not known.']]]);
    },
  );

  it('files a fault inside a field under that field', () => {
    expect(refusal(JSON.stringify({ ...valid, nested: { id: 5 } })).body).toEqual({
      nested: ['Not a valid id.'],
    });
  });

  it.each([
    ['half of a surrogate pair', '"\\ud800"', 'Surrogate characters are not allowed.'],
    ['a NUL', '"a\\u0000"', 'Null characters are not allowed.'],
  ])('refuses a text with %s under its field, together with the other faults', (_, user, fault) => {
    expect(refusal(`{"user":${user},"amount":"x","size":1}`).body).toEqual({
      user: [fault],
      amount: ['A valid integer is required.'],
      size: ['This field is not known.'],
    });
  });

  it('names as many unknown fields as an answer can hold, and counts the others', () => {
    const names = Array.from({ length: 1_000 }, (_, i) => `n${i}`);
    const { body } = refusal(JSON.stringify({ ...valid, ...Object.fromEntries(names.map((n) => [n, 1])) }));
    expect(Object.keys(body)).toEqual([...names.slice(0, 200), 'non_field_errors']);
    expect(body).toMatchObject({ non_field_errors: ['800 more fields are not known.'] });
  });
});
