import Stripe from 'stripe';
import { receiveWebhook } from '../../../lib/webhook/receive-webhook';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const stripe = new Stripe('sk_test_x');

describe('receiveWebhook', () => {
  const stored = new Map<string, string>();
  let reads: boolean[] = [];
  let secrets: (fresh: boolean) => string[] = () => ['whsec_1'];
  const ports = {
    webhooks: {
      insert: async ({ id }: { id: string }, raw: string) => !stored.has(id) && stored.set(id, raw).has(id),
    },
    secrets: async (fresh: boolean) => {
      reads.push(fresh);
      return secrets(fresh);
    },
    now: () => NOW,
  };
  const deliver = (body: string | Buffer, secret = 'whsec_1', livemode = false) => {
    const bytes = Buffer.from(body);
    const signature = stripe.webhooks.generateTestHeaderString({
      payload: bytes.toString('latin1') === bytes.toString('utf8') ? bytes.toString() : String(body),
      secret,
      timestamp: NOW / 1000,
    });
    return receiveWebhook({ body: bytes, signature }, livemode, ports);
  };
  const event = (fields: object = {}) =>
    JSON.stringify({
      id: 'evt_1',
      object: 'event',
      type: 'ping',
      livemode: false,
      data: { object: {} },
      ...fields,
    });

  beforeEach(() => {
    stored.clear();
    reads = [];
    secrets = () => ['whsec_1'];
  });

  it('stores the text as it came, once (I2)', async () => {
    const text = ` ${event({ amount: 'x' })}\n`;
    expect(await deliver(text)).toMatchObject({
      outcome: 'stored',
      webhook: { id: 'evt_1', event_type: 'ping' },
    });
    expect(await deliver(text)).toEqual({ outcome: 'duplicate', id: 'evt_1' });
    expect(stored.get('evt_1')).toBe(text);
  });

  it('keeps no client secret, and all else to the letter (I8)', async () => {
    const text =
      '{"id":"evt_1","type":"x.y","data":{"object":{"client_secret" : "pi_1_secret_2","big":12345678901234567890}},"note":"\\"client_secret\\":\\"x\\""}';
    await deliver(text);
    expect(stored.get('evt_1')).toBe(text.replace('"pi_1_secret_2"', 'null'));
  });

  it('takes a body of 4.6 MB and none larger, before it looks at the signature', async () => {
    const body = Buffer.alloc(4_600_001, 'x');
    expect(await receiveWebhook({ body, signature: undefined }, false, ports)).toEqual({
      outcome: 'too-large',
    });
    const allowed = await receiveWebhook({ body: body.subarray(1), signature: undefined }, false, ports);
    expect(allowed.outcome).toBe('refused');
  });

  it('reads the secrets anew when none fits, and only then', async () => {
    await deliver(event());
    expect(reads).toEqual([false]);
    secrets = (fresh) => (fresh ? ['whsec_1', 'whsec_new'] : ['whsec_1']);
    expect((await deliver(event({ id: 'evt_2' }), 'whsec_new')).outcome).toBe('stored');
    expect(reads).toEqual([false, false, true]);
  });

  it.each([
    ['a type nobody knows', { type: 'galaxy.exploded' }],
    ['a thin event', { object: 'v2.core.event', data: undefined, related_object: { id: 'x' } }],
    ['data of another shape', { data: 'text' }],
    ['no livemode', { livemode: undefined }],
    ['no object id', { data: { object: { amount: 1 } } }],
  ])('stores an event with %s (I9)', async (_, fields) => {
    expect((await deliver(event(fields))).outcome).toBe('stored');
  });

  it.each([
    ['not JSON', 'no'],
    ['empty', ''],
    ['an array', '[]'],
    ['null', 'null'],
    ['without id', JSON.stringify({ type: 'ping' })],
    ['without type', JSON.stringify({ id: 'evt_1' })],
    ['with an id that is none', JSON.stringify({ id: '../../x', type: 'ping' })],
    ['with a type that holds a NUL', '{"id":"evt_1","type":"a\\u0000"}'],
    ['with a type that holds half of a surrogate pair', '{"id":"evt_1","type":"a.\\ud800"}'],
    ['with a number as id', JSON.stringify({ id: 1, type: 'ping' })],
  ])('refuses a signed body that is %s', async (_, body) => {
    expect(await deliver(body)).toEqual({ outcome: 'refused', why: 'payload', message: 'invalid payload' });
    expect(stored.size).toBe(0);
  });

  it('refuses the other livemode, saying which it takes', async () => {
    const live = await deliver(event({ livemode: true }));
    expect(live).toEqual({
      outcome: 'refused',
      why: 'mode',
      message: 'this endpoint takes test mode events only',
    });
    const test = await deliver(event(), 'whsec_1', true);
    expect(test).toEqual({
      outcome: 'refused',
      why: 'mode',
      message: 'this endpoint takes live mode events only',
    });
    expect(stored.size).toBe(0);
  });

  it('stores nothing whose signature is wrong', async () => {
    const result = await deliver(event(), 'whsec_other');
    expect(result).toMatchObject({
      outcome: 'refused',
      why: 'signature',
      message: expect.stringContaining('No signatures found'),
    });
    expect(stored.size).toBe(0);
  });
});
