import * as v from 'valibot';
import { ChargeView } from '../../lib/charge/charge-view';
import type { HttpHandler } from '../../lib/runtime/http/http-handler';
import { callerOf } from '../fixtures/caller-of';
import { chargeScene } from '../fixtures/charge-scene';
import { functionEnvironment } from '../fixtures/function-environment';
import { type World, world } from '../fixtures/world';

/** A stage that takes live payments, and a secret that holds a test key; the other way round is the same code. */
describe('a function whose key is of the other mode', () => {
  let w: World;
  let environment: { close(): Promise<void> };
  let handler: HttpHandler;
  beforeAll(async () => {
    w = await world();
    environment = await functionEnvironment(w, { LIVEMODE: 'true' });
    ({ handler } = await import('../../functions/http/operate-charges'));
  });
  afterAll(async () => {
    await environment.close();
    await w.close();
  });
  const { customer } = chargeScene(() => w);
  const call = callerOf(() => handler);

  it('sends nothing to Stripe, and leaves the charge as it was', async () => {
    await customer('tok_visa', 'payer');
    const before = (await w.requests()).length;
    const body = { user: 'payer', amount: 1000, description: 'Lunch' };
    const made = await call('POST /aa-stripe/charges', { body });
    const { id } = v.parse(ChargeView, made.body);
    expect((await call('POST /aa-stripe/charges/{id}/charge', { id, body: {} })).status).toBe(503);
    expect(await w.requests()).toHaveLength(before);
    const { body: now } = await call('GET /aa-stripe/charges/{id}', { id });
    expect(now).toMatchObject({ state: 'pending', error: null, charge_attempt_failed: false });
  });
});
