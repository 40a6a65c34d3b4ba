import { mapResponse } from '../../../../infra/local/http-api/map-response';

const map = (answer: unknown) => mapResponse(JSON.stringify(answer));

it.each([
  [
    'an object without status',
    { a: 1 },
    { status: 200, body: '{"a":1}', headers: { 'content-type': 'application/json' } },
  ],
  ['text', 'hi', { status: 200, body: 'hi' }],
  [
    'a response',
    { statusCode: 201, body: 'x', headers: { 'Content-Type': 'text/html', 'X-N': 1 } },
    { status: 201, body: 'x', headers: { 'content-type': 'text/html', 'x-n': '1' } },
  ],
  ['a status as text', { statusCode: '204' }, { status: 204, body: '' }],
  ['base64', { statusCode: 200, body: 'aGk=', isBase64Encoded: true }, { body: Buffer.from('hi') }],
  ['cookies', { statusCode: 200, cookies: ['a=1'] }, { headers: { 'set-cookie': ['a=1'] } }],
  ['a malformed status', { statusCode: 'ok' }, { status: 500, body: '{"message":"Internal Server Error"}' }],
  ['a body that is an object', { statusCode: 200, body: {} }, { status: 500 }],
])('%s', (_, answer, expected) => {
  expect(map(answer)).toMatchObject(expected);
});
