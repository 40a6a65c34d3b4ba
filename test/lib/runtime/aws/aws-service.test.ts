import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { jsonService } from '../../../../lib/runtime/aws/json-service';
import { s3Objects } from '../../../../lib/s3/s3-objects';
import { isSigned } from '../../../fixtures/signature-check';

/** What the server does with one request. */
type Reply = (response: ServerResponse, request: IncomingMessage) => void;

const json =
  (status: number, body: object): Reply =>
  (response) =>
    response.writeHead(status).end(JSON.stringify(body));
const hangUp: Reply = (_, request) => request.socket.destroy();
const fine = json(200, { ok: true });
const refused = (code: string, status = 400) =>
  json(status, { __type: `com.amazonaws.dynamodb.v20120810#${code}`, message: 'The reason.' });

describe('calls to AWS', () => {
  const before = { ...process.env };
  let server: Server;
  let url: string;
  let replies: Reply[];
  let seen: { request: IncomingMessage; body: Buffer; isSigned: boolean }[];

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      seen.push({ request, body, isSigned: isSigned(request, body, 'secret-key') });
      (replies.shift() ?? fine)(response, request);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    Object.assign(process.env, {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'key-id',
      AWS_SECRET_ACCESS_KEY: 'secret-key',
      AWS_SESSION_TOKEN: 'session',
    });
  });
  beforeEach(() => {
    replies = [];
    seen = [];
  });
  afterAll(() => {
    process.env = before;
    server.closeAllConnections();
    server.close();
  });

  const call = () =>
    jsonService('dynamodb', { ...process.env, AWS_ENDPOINT_URL: url })('PutItem', { A: 'ä' });

  it('sends what the service reads, signed with the credentials and the session of the function', async () => {
    expect(await call()).toEqual({ ok: true });
    const [{ request, body, ...rest } = { request: null, body: null, isSigned: false }] = seen;
    expect(rest.isSigned).toBe(true);
    expect(request?.headers).toMatchObject({
      'x-amz-target': 'DynamoDB_20120810.PutItem',
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-security-token': 'session',
      'content-length': String(body?.byteLength),
    });
    expect(JSON.parse(String(body))).toEqual({ A: 'ä' });
  });

  it('signs the keys of objects as they are sent', async () => {
    const objects = s3Objects('payloads', { ...process.env, AWS_ENDPOINT_URL_S3: url });
    const bytes = Buffer.from([0, 255, 128]);
    await objects.put('webhooks/evt_1 ü+', bytes);
    replies.push((response) => response.end(bytes));
    expect(Buffer.from(await objects.get('webhooks/evt_1'))).toEqual(bytes);
    await objects.remove('webhooks/evt_1');
    expect(seen.map(({ request }) => [request.method, request.url])).toEqual([
      ['PUT', '/payloads/webhooks/evt_1%20%C3%BC%2B'],
      ['GET', '/payloads/webhooks/evt_1'],
      ['DELETE', '/payloads/webhooks/evt_1'],
    ]);
    expect(seen.every((request) => request.isSigned)).toBe(true);
    expect(seen[0]?.body).toEqual(bytes);
  });

  it.each([
    ['a failure of the service', json(500, {})],
    ['a gateway that says nothing', (response: ServerResponse) => response.writeHead(503).end()],
    ['too many calls', refused('ThrottlingException')],
    ['a connection that ends', hangUp],
  ])('tries again after %s', async (_, reply) => {
    replies.push(reply, reply);
    expect(await call()).toEqual({ ok: true });
    expect(seen).toHaveLength(3);
  });

  it.each(['ConditionalCheckFailedException', 'ValidationException', 'AccessDeniedException'])(
    'says %s at once, by its name',
    async (code) => {
      replies.push(refused(code));
      await expect(call()).rejects.toMatchObject({ name: code, message: 'The reason.' });
      expect(seen).toHaveLength(1);
    },
  );

  it('gives up after four tries and says what the last one met', async () => {
    replies.push(...Array.from({ length: 9 }, () => refused('InternalServerError', 500)));
    await expect(call()).rejects.toMatchObject({ name: 'InternalServerError' });
    expect(seen).toHaveLength(4);
  });

  it('knows what S3 refuses by its code', async () => {
    replies.push((response) => response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>'));
    const objects = s3Objects('payloads', { ...process.env, AWS_ENDPOINT_URL: url });
    await expect(objects.get('webhooks/none')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});
