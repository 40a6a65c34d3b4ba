import { type Product, startProductInMemory, synthesizeProduct } from '../fixtures/product-stack';
import { signIn } from '../fixtures/sign-in';

jest.setTimeout(60_000);

describe('the operator console', () => {
  let p: Product;
  let api: string;
  beforeAll(async () => {
    p = await startProductInMemory(await synthesizeProduct());
    api = p.stack.endpoints.api;
  });
  afterAll(() => p.stack.end('SIGTERM'));

  describe('its files', () => {
    it.each([
      ['', 'text/html; charset=utf-8'],
      ['/charges', 'text/html; charset=utf-8'],
      ['/index.html', 'text/html; charset=utf-8'],
      ['/app.js', 'text/javascript; charset=utf-8'],
      ['/style.css', 'text/css; charset=utf-8'],
      ['/config.json', 'application/json'],
    ])('%s comes without a token, as what it is', async (path, type) => {
      const response = await fetch(`${api}/aa-stripe/console${path}`);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
    });

    it.each([
      '/nothing.js',
      '/..%2findex.js',
      '/..%2f..%2fetc%2fpasswd.txt',
      '/__proto__.js',
      '/tsconfig.json',
    ])('%s is not there', async (path) =>
      expect((await fetch(`${api}/aa-stripe/console${path}`)).status).toBe(404),
    );

    it('may load nothing and talk to nobody but the API and the issuer', async () => {
      const { headers } = await fetch(`${api}/aa-stripe/console`);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'none'; " +
          `connect-src 'self' ${api}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}$/);
    });

    it('come again only when they have changed', async () => {
      const { headers } = await fetch(`${api}/aa-stripe/console/app.js`);
      expect([headers.get('cache-control'), headers.get('content-encoding')]).toEqual(['no-cache', 'gzip']);
      const again = { headers: { 'if-none-match': headers.get('etag') ?? '' } };
      expect((await fetch(`${api}/aa-stripe/console/app.js`, again)).status).toBe(304);
      expect((await fetch(`${api}/aa-stripe/console/style.css`, again)).status).toBe(200);
    });
  });

  describe('sign-in', () => {
    const asks = async (tokens: object) => {
      const token = 'access_token' in tokens ? String(tokens.access_token) : '';
      return (await p.request('GET', '/aa-stripe/charges', { token })).status;
    };

    it('with the code that the issuer gave, and the verifier, gives a token that the API takes', async () => {
      const { config, shown, back, tokens } = await signIn(api, { name: 'Ada', admin: true });
      expect(config).toMatchObject({ issuer: `${api}/_local/operators`, scope: 'openid aa-stripe/admin' });
      expect(shown).toContain('may operate payments');
      expect(back.searchParams.get('state')).toBe('s1');
      expect(await asks(tokens)).toBe(200);
      const pause = { token: String(Reflect.get(tokens, 'access_token')), body: { paused: false } };
      const { body } = await p.request('PUT', '/aa-stripe/settings/paused', pause);
      expect(body).toMatchObject({ updated_by: 'Ada' });
    });

    it('of somebody who may not operate payments gives a token that the API refuses', async () => {
      const { status, tokens } = await signIn(api, { name: 'Eve', admin: false });
      expect([status, await asks(tokens)]).toEqual([200, 403]);
    });

    it('without the verifier gives nothing', async () => {
      const verifier = 'x'.repeat(43);
      const { status, tokens } = await signIn(api, { name: 'Eve', admin: true, verifier });
      expect([status, tokens]).toEqual([400, expect.objectContaining({ error: 'invalid_grant' })]);
    });
  });
});
