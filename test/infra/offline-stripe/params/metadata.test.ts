import { refusal, type SandboxFixture, startFixture } from '../sandbox-fixture';

describe('metadata', () => {
  let sandbox: SandboxFixture;
  beforeAll(async () => {
    sandbox = await startFixture();
  });
  afterAll(() => sandbox.close());

  it('is merged; an empty value removes its key, an empty hash all of them', async () => {
    const { stripe } = sandbox;
    const { id } = await stripe.customers.create({ metadata: { a: '1', b: '2' } });
    const merged = await stripe.customers.update(id, { metadata: { a: '', b: '3', c: 4 } });
    expect(merged.metadata).toEqual({ b: '3', c: '4' });
    expect((await stripe.customers.update(id, { name: 'x' })).metadata).toEqual({ b: '3', c: '4' });
    expect((await stripe.customers.update(id, { metadata: '' })).metadata).toEqual({});
  });

  it('keeps keys that mean something to JavaScript as plain keys', async () => {
    const { json } = await sandbox.request('POST', '/v1/customers', { form: 'metadata[constructor]=x' });
    expect(json).toMatchObject({ metadata: { constructor: 'x' } });
  });

  it.each([
    ['51 keys', Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v']))],
    ['a key of 41 characters', { ['k'.repeat(41)]: 'v' }],
    ['a value of 501 characters', { k: 'v'.repeat(501) }],
  ])('refuses %s', async (_, metadata) => {
    const error = await refusal(sandbox.stripe.customers.create({ metadata }));
    expect(error).toMatchObject({ statusCode: 400, type: 'StripeInvalidRequestError' });
  });

  it('takes 50 keys of 40 characters with 500 each', async () => {
    const key = (index: number) => `${index}`.padStart(40, 'k');
    const metadata = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [key(index), 'v'.repeat(500)]),
    );
    expect((await sandbox.stripe.customers.create({ metadata })).metadata).toEqual(metadata);
  });
});
