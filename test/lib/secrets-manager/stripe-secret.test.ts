import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type ReadStripeSecret, stripeSecret } from '../../../lib/secrets-manager/stripe-secret';

const ARN = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:stripe';
const ENVIRONMENT = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
const MINUTE = 60_000;

describe('stripeSecret', () => {
  const before = { ...process.env };
  let server: Server;
  let asked: unknown[];
  let answer: object;
  let now: number;
  let read: ReadStripeSecret;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        asked.push(JSON.parse(Buffer.concat(chunks).toString()));
        response.setHeader('content-type', 'application/x-amz-json-1.1');
        response.end(JSON.stringify({ ARN, Name: 'stripe', ...answer }));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    Object.assign(process.env, ENVIRONMENT, { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
  });
  afterAll(() => {
    process.env = before;
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    asked = [];
    now = 1_000_000;
    read = stripeSecret(ARN, () => now);
    holds({ apiKey: 'sk_test_1', webhookSecrets: ['whsec_1'] });
  });

  const holds = (value: unknown) => {
    answer = { SecretString: typeof value === 'string' ? value : JSON.stringify(value) };
  };

  it('reads the secret it was told to', async () => {
    const keys = { apiKey: 'sk_test_1', webhookSecrets: ['whsec_1'] };
    expect(await read()).toEqual({ ...keys, adminEmails: [], senderEmail: null });
    expect(asked).toEqual([{ SecretId: ARN }]);
  });

  it('holds the addresses of mail to the admins, where there are some', async () => {
    const addresses = { adminEmails: ['ops@shop.example'], senderEmail: 'pay@shop.example' };
    holds({ apiKey: 'sk_test_1', webhookSecrets: [], ...addresses });
    expect(await read()).toMatchObject(addresses);
  });

  it('keeps it for five minutes', async () => {
    await read();
    holds({ apiKey: 'sk_test_2', webhookSecrets: [] });
    now += 5 * MINUTE - 1;
    expect((await read()).apiKey).toBe('sk_test_1');
    now += 1;
    expect((await read()).apiKey).toBe('sk_test_2');
    expect(asked).toHaveLength(2);
  });

  it('reads anew where the caller insists, at most every ten seconds', async () => {
    await read();
    holds({ apiKey: 'sk_test_1', webhookSecrets: ['whsec_1', 'whsec_2'] });
    now += 9_999;
    expect((await read(true)).webhookSecrets).toEqual(['whsec_1']);
    now += 1;
    expect((await read(true)).webhookSecrets).toEqual(['whsec_1', 'whsec_2']);
    expect((await read()).webhookSecrets).toEqual(['whsec_1', 'whsec_2']);
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['nothing', ''],
    ['text', 'sk_test_hidden'],
    ['JSON cut short', '{"apiKey":"sk_test_hidden"'],
    ['no object', '"sk_test_hidden"'],
    ['no webhook secrets', { apiKey: 'sk_test_hidden' }],
    ['a webhook secret in place of a list', { apiKey: 'sk_test_hidden', webhookSecrets: 'whsec_hidden' }],
    ['an empty webhook secret', { apiKey: 'sk_test_hidden', webhookSecrets: [''] }],
    ['no API key', { webhookSecrets: ['whsec_hidden'] }],
    ['a number for a key', { apiKey: 5, webhookSecrets: ['whsec_hidden'] }],
  ])('I8: says how to set it, without its content, where it holds %s', async (_, value) => {
    holds(value);
    const error = await read().catch((thrown: unknown) => thrown);
    if (!(error instanceof Error)) throw new Error('It was not refused.');
    expect(error.message).toBe(
      'The Stripe secret must be JSON like {"apiKey": "sk_…", "webhookSecrets": ["whsec_…"]}.',
    );
    expect(`${error.stack}${JSON.stringify(error)}${String(error.cause)}`).not.toContain('hidden');
  });

  it('works as soon as it is mended', async () => {
    holds('');
    await expect(read()).rejects.toThrow();
    holds({ apiKey: 'sk_test_1', webhookSecrets: [] });
    expect((await read()).apiKey).toBe('sk_test_1');
  });
});
