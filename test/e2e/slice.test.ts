import { randomBytes } from 'node:crypto';
import {
  eventually,
  type Product,
  startProduct,
  stripeEvent,
  synthesizeProduct,
} from '../fixtures/product-stack';

jest.setTimeout(120_000);

describe('the slice, from HTTP to table, stream and bus', () => {
  let p: Product;
  let user: string;
  let operator: string;
  beforeAll(async () => {
    p = await startProduct(await synthesizeProduct());
    user = await p.token('user=u1');
    operator = await p.token('user=op&scope=aa-stripe/admin');
  });
  afterAll(() => p.stack.end('SIGTERM'));

  const webhook = async (id: string) =>
    (await p.request('GET', `/aa-stripe/webhooks/${id}`, { token: operator })).body;
  const parsed = (id: string) =>
    eventually(async () => {
      const found = await webhook(id);
      return found['is_parsed'] === true ? found : undefined;
    });
  const signalsOf = async (recordId: unknown) =>
    (await p.signals()).filter(({ detail }) => detail.record_id === recordId);
  const card = (token: string) => ({ stripe_js_response: { id: token } });

  describe('a webhook', () => {
    it('becomes a record and a signal, and is parsed', async () => {
      const received = await p.deliver(stripeEvent('evt_first', { type: 'charge.dispute.created' }));
      expect(received).toMatchObject({ status: 201, body: { id: 'evt_first', is_parsed: false } });
      expect(await parsed('evt_first')).toMatchObject({
        id: 'evt_first',
        event_type: 'charge.dispute.created',
        livemode: false,
        parse_error: null,
        raw_data: { id: 'evt_first', data: { object: {} } },
      });
      const [signal, ...others] = await signalsOf('evt_first');
      expect(others).toEqual([]);
      expect(signal).toMatchObject({
        source: 'aa-stripe',
        'detail-type': 'webhook_pre_parse',
        detail: {
          id: 'webhook_pre_parse:evt_first:1',
          event_model: 'charge.dispute',
          event_action: 'created',
          instance: { is_parsed: false, raw_data: { id: 'evt_first' } },
        },
      });
    });

    it('delivered twenty times at once is one record and one effect; each is answered 2xx (I2)', async () => {
      const text = stripeEvent('evt_many');
      const answers = await Promise.all(Array.from({ length: 20 }, () => p.deliver(text)));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(19);
      expect(answers.find(({ status }) => status === 200)?.body).toEqual({ message: 'already received' });
      await parsed('evt_many');
      expect(await signalsOf('evt_many')).toHaveLength(1);
    });

    it('of 4 MB is accepted, kept whole and signalled without its data (I9)', async () => {
      // Random, so that it does not compress to a size that fits the record.
      const text = stripeEvent('evt_4mb', { big: randomBytes(3_145_000).toString('base64') });
      expect(Buffer.byteLength(text)).toBeGreaterThan(4_190_000);
      expect((await p.deliver(text)).status).toBe(201);
      const stored = await parsed('evt_4mb');
      expect(JSON.stringify(stored['raw_data'])).toBe(text);
      expect((await signalsOf('evt_4mb'))[0]?.detail).toMatchObject({ raw_data_omitted: true });
    });

    it('arrives as text or as bytes', async () => {
      for (const type of ['text/plain', 'application/octet-stream', 'application/x-anything']) {
        const id = `evt_${type.replace(/\W/g, '_')}`;
        expect((await p.deliver(stripeEvent(id, { name: 'Zoë ✓' }), { type })).status).toBe(201);
        expect((await webhook(id))['raw_data']).toMatchObject({ name: 'Zoë ✓' });
      }
    });

    it('stands in the list, newest first, page by page', async () => {
      const ids = Array.from({ length: 7 }, (_, i) => `evt_list_${i}`);
      for (const id of ids) await p.deliver(stripeEvent(id));
      const seen: unknown[] = [];
      let path: string | null = '/aa-stripe/webhooks?limit=3';
      for (let page = 0; path && page < 3; page += 1) {
        const { status, body } = await p.request('GET', path, { token: operator });
        expect(status).toBe(200);
        const results = Array.isArray(body['results']) ? body['results'] : [];
        seen.push(...results.map((result: { id: string }) => result.id));
        path = typeof body['next'] === 'string' ? `/aa-stripe/webhooks?limit=3&cursor=${body['next']}` : null;
      }
      expect(seen.slice(0, 7)).toEqual(ids.reverse());
    });
  });

  describe('a customer', () => {
    it('is made from tok_visa, stands at Stripe, is signalled, and its webhooks are parsed', async () => {
      const made = await p.request('POST', '/aa-stripe/customers', { token: user, body: card('tok_visa') });
      expect(made).toMatchObject({ status: 201, body: { user: 'u1', is_active: true } });
      const stripeId = String(made.body['stripe_customer_id']);
      expect(await p.stripe('GET', `/v1/customers/${stripeId}`)).toMatchObject({
        id: stripeId,
        default_source: made.body['default_source'],
        metadata: { aa_stripe_id: made.body['id'] },
      });
      const again = await p.request('POST', '/aa-stripe/customers', { token: user, body: card('tok_visa') });
      expect(again).toMatchObject({ status: 200, body: { id: made.body['id'] } });
      const shown = await p.request('GET', `/aa-stripe/customers/${stripeId}`, { token: user });
      expect(shown).toMatchObject({ status: 200, body: made.body });
      expect(Object.keys(shown.body).sort()).toEqual(
        [
          ...['created', 'default_source', 'default_source_data', 'id', 'is_active', 'sources'],
          ...['stripe_customer_id', 'updated', 'user'],
        ].sort(),
      );
      await eventually(async () => ((await signalsOf(made.body['id'])).length > 0 ? true : undefined));
      const about = await eventually(async () => {
        const events = (await p.signals()).filter(({ detail }) =>
          JSON.stringify(detail).includes(`"${stripeId}"`),
        );
        const hooks = events.filter((event) => event['detail-type'] === 'webhook_pre_parse');
        return hooks.length >= 2 ? hooks : undefined;
      });
      for (const { detail } of about)
        expect(await parsed(detail.record_id)).toMatchObject({ parse_error: null });
    });

    it.each(['PATCH', 'PUT'])(
      'takes another card by %s, keeps the first, makes the new one the default',
      async (method) => {
        const token = await p.token(`user=${method}`);
        const made = await p.request('POST', '/aa-stripe/customers', { token, body: card('tok_visa') });
        const path = `/aa-stripe/customers/${made.body['stripe_customer_id']}`;
        const changed = await p.request(method, path, { token, body: card('pm_card_mastercard') });
        expect(changed).toMatchObject({
          status: 200,
          body: { default_source_data: { brand: 'mastercard' }, sources: [{}, {}] },
        });
        expect(changed.body['default_source']).not.toBe(made.body['default_source']);
      },
    );

    it('shows what is changed at Stripe', async () => {
      const token = await p.token('user=dashboard');
      const made = await p.request('POST', '/aa-stripe/customers', { token, body: card('tok_visa') });
      const path = `/v1/customers/${made.body['stripe_customer_id']}`;
      const added = await p.stripe('POST', `${path}/sources`, { source: 'tok_amex' });
      await p.stripe('POST', path, { default_source: String(added['id']) });
      const shown = () =>
        p.request('GET', `/aa-stripe/customers/${made.body['stripe_customer_id']}`, { token });
      await eventually(async () =>
        (await shown()).body['default_source'] === added['id'] ? true : undefined,
      );
      await p.stripe('DELETE', path);
      await eventually(async () => ((await shown()).body['is_active'] === false ? true : undefined));
      const late = await p.request('PATCH', `/aa-stripe/customers/${made.body['stripe_customer_id']}`, {
        token,
        body: card('tok_visa'),
      });
      expect(late).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining('This customer is deleted at Stripe.') },
      });
    });

    it('is made once for one Idempotency-Key, and the key does not serve another body', async () => {
      const token = await p.token('user=idempotent');
      const send = (body: object) =>
        p.request('POST', '/aa-stripe/customers', { token, body, headers: { 'idempotency-key': 'k-1' } });
      const first = await send(card('tok_visa'));
      const second = await send(card('tok_visa'));
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(second.body).toEqual(first.body);
      expect((await send(card('tok_amex'))).status).toBe(409);
    });

    it('is not made from a declined card, and the same token may come again', async () => {
      const token = await p.token('user=declined');
      const declined = await p.request('POST', '/aa-stripe/customers', {
        token,
        body: card('tok_chargeDeclined'),
      });
      expect(declined).toMatchObject({ status: 400, body: { stripe_error: 'Your card was declined.' } });
      const again = await p.request('POST', '/aa-stripe/customers', {
        token,
        body: card('tok_chargeDeclined'),
      });
      expect(again.status).toBe(400);
    });
  });
});
