import { type SandboxFixture, startFixture } from '../sandbox-fixture';

describe('parameters', () => {
  let sandbox: SandboxFixture;
  beforeAll(async () => {
    sandbox = await startFixture();
  });
  afterAll(() => sandbox.close());

  it.each([
    ['colour=red', 'parameter_unknown', 'colour', 'Received unknown parameter: colour'],
    [
      'address[planet]=Mars',
      'parameter_unknown',
      'address[planet]',
      'Received unknown parameter: address[planet]',
    ],
    ['a=1&b=2', 'parameter_unknown', 'a', 'Received unknown parameters: a, b'],
    ['balance=abc', 'parameter_invalid_integer', 'balance', 'Invalid integer: abc'],
    ['balance=1.5', 'parameter_invalid_integer', 'balance', 'Invalid integer: 1.5'],
    [
      'shipping[name]=A',
      'parameter_missing',
      'shipping[address]',
      'Missing required param: shipping[address].',
    ],
    ['validate=perhaps', undefined, 'validate', 'Invalid boolean: perhaps'],
    ['address=home', undefined, 'address', 'Invalid object'],
    ['preferred_locales=de', undefined, 'preferred_locales', 'Invalid array'],
    ['tax_exempt=maybe', undefined, 'tax_exempt', 'Invalid tax_exempt: must be one of none, exempt, reverse'],
    ['name[first]=A', undefined, 'name', 'Invalid string: {"first":"A"}'],
    ['email=nobody', 'email_invalid', 'email', 'Invalid email address: nobody'],
    ['source=', 'parameter_invalid_empty', 'source', expect.stringContaining("empty string for 'source'")],
    ['metadata=x', undefined, 'metadata', 'Invalid object'],
    ['expand[]=nothing', undefined, 'expand', 'This property cannot be expanded (nothing).'],
  ])('refuses %s', async (form, code, param, message) => {
    const { status, json } = await sandbox.request('POST', '/v1/customers', { form });
    expect(status).toBe(400);
    expect(json).toEqual({
      error: expect.objectContaining({
        type: 'invalid_request_error',
        param,
        message,
        ...(code ? { code } : {}),
      }),
    });
    expect((await sandbox.stripe.customers.list()).data).toEqual([]);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['starting_after=cus_unknown', 'starting_after'],
  ])('refuses a list with %s', async (query, param) => {
    expect(await sandbox.request('GET', `/v1/customers?${query}`)).toMatchObject({
      status: 400,
      json: { error: { param } },
    });
  });

  it('takes forms only', async () => {
    const headers = { 'content-type': 'application/json' };
    expect((await sandbox.request('POST', '/v1/customers', { form: '{}', headers })).status).toBe(400);
  });

  it('takes more array members and parameters than qs does unless told to', async () => {
    const locales = Array.from({ length: 60 }, (_, index) => `preferred_locales[${index}]=de`).join('&');
    expect(await sandbox.request('POST', '/v1/customers', { form: locales })).toMatchObject({
      status: 200,
      json: { preferred_locales: Array.from({ length: 60 }, () => 'de') },
    });
    await sandbox.control('POST', '/reset');
  });
});
