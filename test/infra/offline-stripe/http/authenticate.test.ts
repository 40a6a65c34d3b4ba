import { type SandboxFixture, startFixture } from '../sandbox-fixture';

describe('authentication', () => {
  let sandbox: SandboxFixture;
  beforeAll(async () => {
    sandbox = await startFixture();
  });
  afterAll(() => sandbox.close());

  const basic = (user: string) => `Basic ${Buffer.from(user).toString('base64')}`;

  it.each(['Bearer sk_test_abc', 'bearer rk_test_abc', basic('sk_test_abc:'), basic('sk_test_abc')])(
    'accepts %s',
    async (authorization) => {
      expect((await sandbox.request('GET', '/v1/customers', { headers: { authorization } })).status).toBe(
        200,
      );
    },
  );

  it.each([
    ['', /did not provide an API key/],
    ['Bearer sk_live_4242424242424242', /Invalid API Key provided: sk_live_\*+4242$/],
    ['Bearer pk_test_abc', /Invalid API Key/],
    [basic('nobody:sk_test_abc'), /Invalid API Key/],
  ])('refuses "%s" with 401', async (authorization, message) => {
    const answer = await sandbox.request('GET', '/v1/customers', { headers: { authorization } });
    expect(answer).toMatchObject({
      status: 401,
      json: { error: { type: 'invalid_request_error', message: expect.stringMatching(message) } },
    });
  });

  it('refuses an unknown URL with 404', async () => {
    expect(await sandbox.request('GET', '/v1/unheard_of')).toMatchObject({
      status: 404,
      json: {
        error: { type: 'invalid_request_error', message: 'Unrecognized request URL (GET: /v1/unheard_of).' },
      },
    });
  });

  it('names the request and the version in its headers', async () => {
    const { headers } = await sandbox.request('POST', '/v1/customers', {
      form: '',
      headers: { 'idempotency-key': 'k' },
    });
    expect(headers.get('request-id')).toMatch(/^req_\w{14}$/);
    expect(headers.get('stripe-version')).toBe('2026-10-28.endive');
    expect(headers.get('idempotency-key')).toBe('k');
    expect(headers.get('idempotent-replayed')).toBeNull();
  });
});
