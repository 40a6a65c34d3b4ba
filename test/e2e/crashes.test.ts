import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  eventually,
  type Product,
  startProduct,
  stripeEvent,
  synthesizeProduct,
} from '../fixtures/product-stack';

jest.setTimeout(120_000);

describe('I1: a webhook answered 2xx is stored, and its signal reaches the bus', () => {
  let p: Product;
  let operator: string;
  beforeAll(async () => {
    p = await startProduct(await synthesizeProduct());
    operator = await p.token('user=op&scope=aa-stripe/admin');
  });
  afterEach(() => p.local('DELETE', 'faults'));
  afterAll(() => p.stack.end('SIGTERM'));

  const copies = async (id: string) =>
    (await p.signals()).filter(({ detail }) => detail.id === `webhook_pre_parse:${id}:1`).length;
  const signalled = (id: string) =>
    eventually(async () => ((await copies(id)) > 0 ? true : undefined), 30_000);
  const parsed = (id: string) =>
    eventually(async () => {
      const { body } = await p.request('GET', `/aa-stripe/webhooks/${id}`, { token: operator });
      return body['is_parsed'] === true ? true : undefined;
    }, 30_000);
  const kills = async () =>
    JSON.stringify(await p.local('GET', 'invocations')).split('Runtime exited with signal: SIGKILL').length -
    1;
  const command = async (...args: string[]) => {
    const env = { ...process.env, LOCAL_DIR: p.stack.localDirectory };
    const { stdout } = await promisify(execFile)('npm', ['run', '-s', 'command', '--', ...args, '--json'], {
      env,
    });
    return JSON.parse(stdout);
  };

  it('when the function is killed after the put and before the answer', async () => {
    await p.local('POST', 'faults', {
      operation: 'dynamodb:PutItem',
      function: 'aa-stripe-dev-receive-webhook',
      when: 'after',
      action: 'kill',
    });
    const before = await kills();
    expect((await p.deliver(stripeEvent('evt_killed'))).status).toBe(500);
    expect(await kills()).toBe(before + 1);
    // Stripe tries again, and the record is there already.
    expect(await p.deliver(stripeEvent('evt_killed'))).toMatchObject({ status: 200 });
    await signalled('evt_killed');
    await parsed('evt_killed');
    expect(await copies('evt_killed')).toBe(1);
  });

  it('when the function is killed before the put: it is not answered 2xx, and the next delivery is stored', async () => {
    await p.local('POST', 'faults', {
      operation: 'dynamodb:PutItem',
      function: 'aa-stripe-dev-receive-webhook',
      when: 'before',
      action: 'kill',
    });
    expect((await p.deliver(stripeEvent('evt_lost'))).status).toBe(500);
    expect((await p.request('GET', '/aa-stripe/webhooks/evt_lost', { token: operator })).status).toBe(404);
    expect((await p.deliver(stripeEvent('evt_lost'))).status).toBe(201);
    await signalled('evt_lost');
  });

  it.each(['before', 'after'])(
    'when publishing is killed in the middle, %s the bus has taken it',
    async (when) => {
      const id = `evt_publish_${when}`;
      await p.local('POST', 'faults', { operation: 'events:PutEvents', when, action: 'kill' });
      const before = await kills();
      expect((await p.deliver(stripeEvent(id))).status).toBe(201);
      await eventually(async () => ((await kills()) > before ? true : undefined));
      await signalled(id);
      await parsed(id);
    },
  );

  it('when publishing is killed between the bus and the outbox of a customer', async () => {
    await p.local('POST', 'faults', {
      operation: 'dynamodb:UpdateItem',
      function: 'aa-stripe-dev-publish-signals',
      when: 'before',
      action: 'kill',
    });
    const token = await p.token('user=outbox');
    const body = { stripe_js_response: { id: 'tok_visa' } };
    const made = await p.request('POST', '/aa-stripe/customers', { token, body });
    const told = await eventually(async () => {
      const copies = (await p.signals()).filter(({ detail }) => detail.record_id === made.body['id']);
      return copies.length >= 2 ? copies : undefined;
    }, 30_000);
    // At least once, and every copy of the fact carries the same id.
    expect(new Set(told.map(({ detail }) => detail.id)).size).toBe(1);
  });

  it('when parsing is killed after the record was written', async () => {
    await p.local('POST', 'faults', {
      operation: 'dynamodb:UpdateItem',
      function: 'aa-stripe-dev-parse-webhooks',
      when: 'before',
      action: 'kill',
    });
    const before = await kills();
    await p.deliver(stripeEvent('evt_parse'));
    await eventually(async () => ((await kills()) > before ? true : undefined));
    // The queue gives the message again after its visibility timeout of six minutes; the sweep need not wait.
    expect(await command('sweep', '--older-than', '0')).toMatchObject({ command: 'sweep', failed: 0 });
    await parsed('evt_parse');
  });

  it('when publishing is broken for longer than the stream remembers', async () => {
    await p.local('POST', 'faults', {
      operation: 'events:PutEvents',
      function: 'aa-stripe-dev-publish-signals',
      action: 'error',
      error_code: 'InternalException',
      status: 500,
      times: 100_000,
    });
    const ids = Array.from({ length: 12 }, (_, i) => `evt_outage_${i}`);
    for (const id of ids) expect((await p.deliver(stripeEvent(id))).status).toBe(201);
    await p.local('POST', 'streams/expire');
    const before = await Promise.all(ids.map(copies));
    expect(before.every((count) => count === 0)).toBe(true);
    expect(await command('sweep', '--older-than', '0', '--dry-run')).toMatchObject({ changed: 12 });
    expect(await command('sweep', '--older-than', '0')).toMatchObject({ changed: 12, failed: 0, errors: [] });
    for (const id of ids) {
      await signalled(id);
      await parsed(id);
    }
    expect(await command('sweep', '--older-than', '0')).toMatchObject({ changed: 0, failed: 0 });
  });
});
