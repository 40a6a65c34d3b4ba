import { buildEvent } from '../../../../infra/local/http-api/build-event';

const context = {
  apiId: 'api',
  accountId: '000000000000',
  routeKey: 'POST /x',
  requestId: 'r',
  time: Date.UTC(2026, 2, 5, 19, 3, 58),
  pathParameters: {},
  jwt: undefined,
};
const build = (body: Buffer | string, headers: Record<string, string> = {}, target = '/x') =>
  buildEvent({ method: 'POST', target, headers, body: Buffer.from(body), sourceIp: '127.0.0.1' }, context);

it.each([
  ['application/json', '{"ü":1}', false],
  ['application/json; charset=utf-8', '{}', false],
  ['text/plain', 'x', false],
  ['application/xml', '<a/>', false],
  ['application/x-www-form-urlencoded', 'a=1', true],
  ['application/octet-stream', 'x', true],
])('a body of type %s', (type, body, isBase64Encoded) => {
  const expected = isBase64Encoded ? Buffer.from(body).toString('base64') : body;
  expect(build(body, { 'content-type': type })).toMatchObject({ body: expected, isBase64Encoded });
});

it('keeps the bytes of text that is not UTF-8', () => {
  const bytes = Buffer.from([0x7b, 0xff, 0x7d]);
  expect(build(bytes, { 'content-type': 'application/json' })).toMatchObject({
    body: bytes.toString('base64'),
    isBase64Encoded: true,
  });
});

it('keeps a byte order mark', () => {
  expect(build('\uFEFF{}', { 'content-type': 'application/json' }).body).toBe('\uFEFF{}');
});

it('joins queries, splits cookies, and leaves out what is not there', () => {
  const event = build('', { cookie: 'a=1; b=2', 'user-agent': 'curl' }, '/x?q=1&q=2&e=%20&plus=a+b');
  expect(event).toMatchObject({
    cookies: ['a=1', 'b=2'],
    rawQueryString: 'q=1&q=2&e=%20&plus=a+b',
    queryStringParameters: { q: '1,2', e: ' ', plus: 'a b' },
    headers: { 'user-agent': 'curl' },
    requestContext: {
      http: { method: 'POST', path: '/x', userAgent: 'curl' },
      time: '05/Mar/2026:19:03:58 +0000',
    },
    isBase64Encoded: false,
  });
  expect(event).not.toHaveProperty('body');
  expect(event).not.toHaveProperty('pathParameters');
  expect(event.headers).not.toHaveProperty('cookie');
});
