import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import Stripe from 'stripe';
import { ulid } from 'ulid';
import * as v from 'valibot';
import { readCommandLine } from '../../infra/cli/command-line';
import { type Finished, runRemotely } from '../../infra/cli/invoke-command';
import { targetOf } from '../../infra/cli/target';
import type { Charge } from '../../lib/charge/charge';
import { newCharge } from '../../lib/charge/new-charge';
import { createPaymentRequest } from '../../lib/charge/payment-request';
import type { Summary } from '../../lib/command/command';
import { PART_RECORDS } from '../../lib/command/hand-over';
import { RunView } from '../../lib/command/run-record';
import { chargeStore } from '../../lib/dynamo/charge-store';
import type { Table } from '../../lib/dynamo/client';
import { customerStore } from '../../lib/dynamo/customer-store';
import { dueList, shardOf } from '../../lib/dynamo/keys';
import { subscriptionStore } from '../../lib/dynamo/subscription-store';
import { beginOperation } from '../../lib/operation/operation';
import { newSubscription } from '../../lib/subscription/new-subscription';
import { eventually, type Product, startProductInMemory, synthesizeProduct } from '../fixtures/product-stack';
import { changedAssembly } from '../infra/local/running-stack';

/** `npm run test:commands` makes it a thousand records. A fiftieth of them fail, in four ways. */
const RECORDS = Number(process.env['COMMAND_RECORDS'] ?? 20);
const EACH_WAY = Math.max(1, Math.floor(RECORDS / 200));
const FAILING = 4 * EACH_WAY;
/** What a run does by itself in this stack: fewer than by default, so that few records make a large run. */
const OWN_SHARE = 30;
const LARGE = Math.max(RECORDS, 200);

jest.setTimeout(900_000);

describe('a command on many records, some of which fail (I11)', () => {
  let p: Product;
  let table: Table;
  let stripe: Stripe;
  let operator: string;
  beforeAll(async () => {
    const assembly = changedAssembly(await synthesizeProduct(), 'aa-stripe-dev.template.json', (template) =>
      template.replace(/"FAN_OUT_ABOVE": *"\d+"/g, `"FAN_OUT_ABOVE": "${OWN_SHARE}"`),
    );
    // What a killed worker had is given to another one soon.
    p = await startProductInMemory(assembly, { QUEUE_VISIBILITY_SECONDS: '20' });
    const { aws, tableName, stripe: url, stripeApiKey } = p.stack.endpoints;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const client = new DynamoDBClient({ endpoint: aws, region: 'us-east-1', credentials });
    table = { client: DynamoDBDocumentClient.from(client), name: tableName };
    const { hostname: host, port } = new URL(url);
    stripe = new Stripe(stripeApiKey, { host, port, protocol: 'http', maxNetworkRetries: 0 });
    operator = await p.token('user=op&scope=aa-stripe/admin');
    process.env['LOCAL_DIR'] = p.stack.localDirectory;
    for (const [user, id] of Object.entries(CARDS)) {
      const token = await p.token(`user=${user}`);
      const made = await p.request('POST', '/aa-stripe/customers', {
        token,
        body: { stripe_js_response: { id } },
      });
      expect(made.status).toBe(201);
    }
  });
  afterEach(async () => {
    await p.local('DELETE', 'faults');
    await fetch(`${p.stack.endpoints.stripe}/_offline/faults`, { method: 'DELETE' });
  });
  afterAll(() => p.stack.end('SIGTERM'));

  const CARDS = {
    payer: 'tok_visa',
    declines: 'tok_chargeCustomerFail',
    authenticates: 'tok_authenticationRequired',
  };

  /** As a person runs it. */
  const cli = async (...args: string[]) => {
    const env = { ...process.env, LOCAL_DIR: p.stack.localDirectory };
    const run = promisify(execFile)('npm', ['run', '-s', 'command', '--', ...args], { env });
    return run.then(
      (done) => ({ ...done, code: 0 }),
      (failed: { stdout: string; stderr: string; code: number }) => failed,
    );
  };
  /** The same, without a process of its own. */
  const command = (...args: string[]): Promise<Finished> =>
    runRemotely(readCommandLine(args), targetOf(null), { begin() {}, advance() {}, end() {} });
  const report = (name: string, { summary }: Finished) => {
    const { errors, ...counts } = summary;
    const kinds = [...new Set(errors.map(({ message }) => message.slice(0, 60)))];
    console.info(JSON.stringify({ ...counts, kinds }), name);
  };
  const times = async <T>(count: number, make: (i: number) => Promise<T>): Promise<T[]> => {
    const made: T[] = [];
    for (let i = 0; i < count; i += 20) {
      const some = Array.from({ length: Math.min(20, count - i) }, (_, j) => make(i + j));
      made.push(...(await Promise.all(some)));
    }
    return made;
  };
  /** A record that nobody can read, where the command looks for what is due. */
  const corrupt = (kind: string, gsi6pk: string, gsi6sk: string) => {
    const pk = `${kind}#broken_${ulid()}`;
    const Item = { pk, sk: kind, kind, id: pk, version: 1, gsi6pk, gsi6sk };
    return table.client.send(new PutCommand({ TableName: table.name, Item }));
  };
  const charge = (change: Partial<Charge> = {}): Charge => ({
    ...newCharge(
      {
        owner: 'payer',
        amount: 500,
        currency: 'usd',
        description: 'x',
        comment: '',
        statement_descriptor: '',
        source_type: null,
        source_id: null,
        is_manual_charge: false,
      },
      false,
      ulid(),
      Date.now(),
    ),
    ...change,
  });
  const payments = async () => {
    const all = await stripe.paymentIntents.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 });
    return all.filter(({ status }) => status === 'succeeded').map(({ metadata }) => metadata['aa_stripe_id']);
  };
  const EARLY = '2026-01-01T00:00:00.000Z';

  it('charge-stripe: three runs at once charge each once, and name each that fails', async () => {
    const store = chargeStore(table);
    await times(RECORDS - FAILING, () => store.insert(charge()));
    await times(EACH_WAY, () => store.insert(charge({ owner: 'declines' })));
    await times(EACH_WAY, () => store.insert(charge({ owner: 'authenticates' })));
    await times(EACH_WAY, () => store.insert(charge({ amount: 10 })));
    await times(EACH_WAY, () => corrupt('charge', shardOf(dueList('charge'), ulid()), `${EARLY}#${ulid()}`));
    // Neither manual, failed nor held ones are taken up.
    await store.insert(charge({ is_manual_charge: true }));
    await store.insert(charge({ state: 'failed' }));
    await store.insert(charge({ is_held: true }));
    const blocked = charge({ owner: 'nobody' });
    await store.insert(blocked);

    const dry = await command('charge-stripe', '--dry-run');
    expect(dry.summary).toMatchObject({ changed: RECORDS - EACH_WAY, failed: EACH_WAY });
    expect(await payments()).toEqual([]);

    const limited = await command('charge-stripe', '--limit', '3');
    expect(limited.summary.processed).toBe(3);

    const runs = await Promise.all([1, 2, 3].map(() => command('charge-stripe')));
    for (const run of runs) report('charge-stripe', run);
    const sum = (key: 'changed' | 'failed') =>
      [limited, ...runs].reduce((total, { summary }) => total + summary[key], 0);
    expect(sum('changed')).toBe(RECORDS - FAILING);
    // Who fails on the corrupt ones is each run's own matter; the others fail once.
    expect(sum('failed')).toBeGreaterThanOrEqual(FAILING);
    const paid = await payments();
    expect(paid).toHaveLength(RECORDS - FAILING);
    expect(new Set(paid).size).toBe(paid.length);
    expect(await store.find(blocked.id)).toMatchObject({ state: 'blocked' });

    const again = await command('charge-stripe');
    // A decline is not retried.
    expect(again.summary).toMatchObject({ changed: 0, failed: EACH_WAY, processed: EACH_WAY + 1 });
    // Facts, not copies: signals come at least once.
    const told = async (name: string) => {
      const own = (await p.signals()).filter((signal) => signal['detail-type'] === name);
      return new Set(own.map(({ detail }) => detail.id)).size;
    };
    const comes = (name: string, count: number) =>
      eventually(async () => (await told(name)) >= count || undefined, 60_000);
    await comes('stripe_charge_succeeded', paid.length);
    await comes('stripe_charge_card_exception', 3 * EACH_WAY);
    await comes('stripe_charge_action_required', EACH_WAY);
    expect(await told('stripe_charge_succeeded')).toBe(paid.length);
    expect(await told('stripe_charge_card_exception')).toBe(3 * EACH_WAY);
    expect(await told('stripe_charge_action_required')).toBe(EACH_WAY);
  });

  it('charge-stripe: gives a large run to workers, who charge each once, also when one is killed', async () => {
    const store = chargeStore(table);
    const paidBefore = (await payments()).length;
    const made = await times(LARGE, async (i) => {
      const one = charge({ owner: i % 50 === 7 ? 'declines' : 'payer' });
      await store.insert(one);
      return one;
    });
    const declined = made.filter(({ owner }) => owner === 'declines').length;
    const broken = { method: 'POST', path: '/v1/payment_intents', times: EACH_WAY };
    await p.offline('faults', { ...broken, disconnect: true });
    await p.offline('faults', { ...broken, status: 429 });
    const path = '/aa-stripe/commands/charge-stripe/runs';
    const started = await p.request('POST', path, { token: operator, body: {} });
    const run = async () => {
      const { body } = await p.request('GET', path, { token: operator });
      const runs = v.parse(v.array(RunView), body['results']);
      return runs.find(({ id }) => id === started.body['id']);
    };
    await eventually(async () => (((await run())?.parts?.sent ?? 0) > 0 ? true : undefined), 60_000);
    const worker = { function: 'aa-stripe-dev-work-commands' };
    // Where it asks for a permit, it is in the middle of its records.
    await p.local('POST', 'faults', { ...worker, operation: 'dynamodb:UpdateItem', action: 'kill' });
    await p.local('POST', 'faults', { ...worker, operation: 'dynamodb:PutItem', action: 'error', times: 3 });
    const ended = await eventually(async () => {
      const now = await run();
      return now && now.status !== 'running' ? now : undefined;
    }, 600_000);
    console.info(
      JSON.stringify({ ...ended.summary, errors: [], ...ended.parts }),
      'charge-stripe by workers',
    );
    // No part is lost, and each record is in its own share or in one of them.
    expect(ended.parts?.sent).toBeGreaterThanOrEqual(Math.ceil((LARGE - OWN_SHARE) / PART_RECORDS));
    expect(ended.parts?.done).toBe(ended.parts?.sent);
    expect(ended.summary?.processed).toBeGreaterThanOrEqual(LARGE);
    expect(ended.status).toBe('failed');
    expect(ended.summary?.failed).toBeGreaterThanOrEqual(1);
    const killed = v.parse(
      v.array(v.object({ function: v.string(), error: v.optional(v.string()) })),
      await p.local('GET', 'invocations'),
    );
    expect(killed.some((each) => each.function === worker.function && each.error !== undefined)).toBe(true);

    // What broke off is settled, and what could not be written is due again.
    await eventually(async () => {
      await command('recover-operations');
      await command('charge-stripe');
      const states = await Promise.all(made.map(async ({ id }) => (await store.find(id))?.state));
      return states.filter((state) => state === 'charged').length === LARGE - declined ? true : undefined;
    }, 300_000);
    const paid = await payments();
    expect(paid).toHaveLength(paidBefore + LARGE - declined);
    expect(new Set(paid).size).toBe(paid.length);
    expect(await p.local('GET', 'dead-letters')).toEqual([]);
  });

  it('charge-stripe: stops at a wrong API key and leaves every charge due', async () => {
    const store = chargeStore(table);
    const due = await times(10, async () => {
      const made = charge();
      await store.insert(made);
      return made;
    });
    await p.offline('faults', { method: 'POST', path: '/v1/payment_intents', status: 401, times: 1_000 });
    const { stdout, code } = await cli('charge-stripe', '--json');
    expect(code).toBe(1);
    const summary: Summary = JSON.parse(stdout);
    expect(summary.errors.filter(({ message }) => message.includes('The API key is refused'))).toHaveLength(
      1,
    );
    for (const { id } of due)
      expect(await store.find(id)).toMatchObject({ state: 'pending', operation: null });
    await fetch(`${p.stack.endpoints.stripe}/_offline/faults`, { method: 'DELETE' });
    expect((await command('charge-stripe')).summary.changed).toBe(10);
  });

  it('charge-stripe: does nothing while charging is paused, and says so', async () => {
    await chargeStore(table).insert(charge());
    const pause = (paused: boolean) =>
      p.request('PUT', '/aa-stripe/settings/paused', { token: operator, body: { paused } });
    await pause(true);
    const { code, stdout, stderr } = await cli('charge-stripe');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^charge-stripe: 0 processed, 0 changed/)]);
    expect(stderr).toContain('Charging and refunding are paused.');
    await pause(false);
    expect((await command('charge-stripe')).summary.changed).toBe(1);
  });

  it('recover-operations: finishes what was broken off, without a second payment', async () => {
    const payer = await customerStore(table).latestActive('payer');
    const { stripe_customer_id: customer, default_source: card } = payer ?? {};
    const store = chargeStore(table);
    const broken = await times(RECORDS - FAILING, async () => {
      const made = charge({ state: 'charging', stripe_customer_id: customer ?? '' });
      const operation = beginOperation(
        {
          kind: 'create_payment',
          recordId: made.id,
          request: () => createPaymentRequest(made, customer ?? '', card ?? ''),
          input: { state_before: 'pending' },
        },
        Date.now() - 60_000,
      );
      await store.insert({ ...made, operation });
      return made.id;
    });
    await times(2 * EACH_WAY, () => corrupt('charge', shardOf('operation', ulid()), `${EARLY}#${ulid()}`));
    await times(2 * EACH_WAY, () => corrupt('nothing', shardOf('operation', ulid()), `${EARLY}#${ulid()}`));
    const run = await command('recover-operations');
    report('recover-operations', run);
    expect(run.summary).toMatchObject({ changed: RECORDS - FAILING, failed: FAILING });
    const paid = (await payments()).filter((id) => broken.some((each) => each === id));
    expect([...paid].sort()).toEqual([...broken].sort());
  });

  it('end-subscriptions: ends what is due, with the period that is paid for', async () => {
    const product = await stripe.products.create({ name: 'Gold' });
    const plan = await stripe.plans.create({
      amount: 100,
      currency: 'usd',
      interval: 'month',
      product: product.id,
    });
    const payer = await customerStore(table).latestActive('payer');
    const customer = payer?.stripe_customer_id ?? '';
    const subscribe = async (end_date: string) => {
      const made = await stripe.subscriptions.create({ customer, items: [{ plan: plan.id }] });
      const terms = { owner: 'payer', plan_id: plan.id, coupon: null, metadata: {}, tax_percent: 0 };
      const record = newSubscription({ ...terms, end_date, at_period_end: false }, false, ulid(), Date.now());
      const stripeIds = { stripe_subscription_id: made.id, stripe_customer_id: customer };
      await subscriptionStore(table).insert({
        ...record,
        ...stripeIds,
        customer_id: payer?.id ?? '',
        status: 'active',
      });
      return record.id;
    };
    const due = await times(RECORDS - EACH_WAY, () => subscribe('2026-01-31'));
    const later = await subscribe('2999-01-31');
    await times(EACH_WAY, () =>
      corrupt('subscription', shardOf(dueList('subscription'), ulid()), `2026-01-01#${ulid()}`),
    );
    const ways = [{ status: 404 }, { status: 400 }, { disconnect: true, times: 3 * EACH_WAY }];
    for (const way of ways) {
      await p.offline('faults', { method: 'POST', path: '/v1/subscriptions/:id', times: EACH_WAY, ...way });
    }
    const run = await command('end-subscriptions');
    report('end-subscriptions', run);
    expect(run.summary.processed).toBe(RECORDS);
    expect(run.summary.failed).toBeGreaterThanOrEqual(2 * EACH_WAY);
    // What broke off is settled, what Stripe refused is due again.
    await eventually(async () => {
      await command('recover-operations');
      const { summary } = await command('end-subscriptions');
      return summary.failed === EACH_WAY && summary.changed === 0 ? true : undefined;
    }, 120_000);
    const all = await stripe.subscriptions.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 });
    expect(all.filter(({ cancel_at_period_end }) => cancel_at_period_end)).toHaveLength(due.length);
    expect(await subscriptionStore(table).find(later)).toMatchObject({ canceled_at: null, status: 'active' });
  });

  it('refresh-customers and refresh-coupons: take over what changed, a hundred a request', async () => {
    await p.offline('delivery', { paused: true });
    const made = await times(RECORDS, async (i) => {
      const token = await p.token(`user=many${i}`);
      const answered = await p.request('POST', '/aa-stripe/customers', {
        token,
        body: { stripe_js_response: { id: 'tok_visa' } },
      });
      return String(answered.body['stripe_customer_id']);
    });
    const changed = made.slice(0, FAILING * 2);
    for (const id of changed) await stripe.customers.createSource(id, { source: 'tok_mastercard' });
    await p.local('POST', 'faults', {
      operation: 'dynamodb:Query',
      function: 'aa-stripe-dev-refresh-customers',
      action: 'error',
      error_code: 'ValidationException',
      status: 400,
      times: FAILING,
    });
    const customers = await command('refresh-customers');
    report('refresh-customers', customers);
    expect(customers.summary.failed).toBe(FAILING);
    await p.local('DELETE', 'faults');
    await command('refresh-customers');
    const unchanged = await command('refresh-customers');
    expect(unchanged.summary).toMatchObject({ changed: 0, failed: 0 });
    for (const id of changed) {
      expect((await customerStore(table).findByStripeId(id))?.sources).toHaveLength(2);
    }

    await times(RECORDS, (i) => stripe.coupons.create({ id: `C${i}`, percent_off: 10, duration: 'once' }));
    const coupons = await command('refresh-coupons');
    report('refresh-coupons', coupons);
    expect(coupons.summary).toMatchObject({ processed: RECORDS, changed: RECORDS, failed: 0 });
    await stripe.coupons.del('C0');
    await stripe.coupons.update('C1', { metadata: { a: 'b' } });
    const later = await command('refresh-coupons');
    report('refresh-coupons', later);
    expect(later.summary).toMatchObject({ changed: 2 });

    // Ids that were given to other coupons at Stripe: one takes the place of the other in one transaction.
    await p.offline('clock', { advance_seconds: 5 });
    const again = Array.from({ length: FAILING }, (_, i) => `C${i + 2}`);
    for (const id of again) {
      await stripe.coupons.del(id);
      await stripe.coupons.create({ id, percent_off: 20, duration: 'once' });
    }
    await p.local('POST', 'faults', {
      operation: 'dynamodb:TransactWriteItems',
      action: 'error',
      error_code: 'ValidationException',
      status: 400,
      times: FAILING,
    });
    const failing = await command('refresh-coupons');
    report('refresh-coupons', failing);
    expect(failing.summary).toMatchObject({ changed: 0, failed: FAILING });
    await p.local('DELETE', 'faults');
    expect((await command('refresh-coupons')).summary).toMatchObject({ changed: FAILING, failed: 0 });
    await p.offline('delivery', { paused: false });
  });

  it('sweep: tells what the stream has lost', async () => {
    await p.local('POST', 'faults', { operation: 'events:PutEvents', action: 'error', times: 100_000 });
    const store = chargeStore(table);
    const due = await times(RECORDS - FAILING, async () => {
      const made = charge({ state: 'charging' });
      await store.insert(made);
      const next: Charge = { ...made, state: 'charged', version: 2 };
      await store.save(next, made, ['stripe_charge_succeeded']);
      return `stripe_charge_succeeded:${made.id}:2`;
    });
    // Records that say they have something to tell, and cannot be read.
    await times(FAILING, (i) => {
      const id = `schg_broken${i}`;
      const tells = {
        kind: 'charge',
        version: 1,
        created: EARLY,
        outbox: new Set([`stripe_charge_succeeded#1#${EARLY}`]),
      };
      const listed = { gsi5pk: shardOf('unpublished', id), gsi5sk: `${EARLY}#${id}` };
      const Item = { pk: `charge#${id}`, sk: 'charge', id, ...tells, ...listed };
      return table.client.send(new PutCommand({ TableName: table.name, Item }));
    });
    await p.local('POST', 'streams/expire');
    await p.local('DELETE', 'faults');
    const run = await command('sweep', '--older-than', '0');
    report('sweep', run);
    expect(run.summary.failed).toBe(FAILING);
    const told = new Set((await p.signals()).map(({ detail }) => detail.id));
    expect(due.filter((id) => !told.has(id))).toEqual([]);
  });

  it('check-pending-webhooks: mails the admins once, and fails', async () => {
    await p.offline('delivery', { paused: true });
    await times(25, (i) => stripe.customers.create({ description: `pending ${i}` }));
    const patient = await command('check-pending-webhooks');
    expect(patient.summary.failed).toBe(0);
    // Events carry whole seconds.
    const run = await eventually(async () => {
      const tried = await command('check-pending-webhooks', '--older-than', '0', '--domain', 'shop.example');
      return tried.summary.failed === 1 ? tried : undefined;
    }, 30_000);
    report('check-pending-webhooks', run);
    expect(run.summary.errors).toHaveLength(1);
    const mails = await p.local('GET', 'mail');
    expect(mails).toMatchObject([
      {
        from: 'aa-stripe@localhost',
        to: ['admins@localhost'],
        subject: 'Stripe webhooks pending threshold exceeded',
        text: expect.stringMatching(/shop\.example.*Server environment: dev.*evt_/s),
      },
    ]);
    const told = async () =>
      (await p.signals()).filter((s) => s['detail-type'] === 'pending_webhooks_threshold_exceeded').length;
    await eventually(async () => (await told()) === 1 || undefined);
    await p.offline('delivery', { paused: false });
  });

  it('ends with a summary also when its function breaks off', async () => {
    const fn = 'aa-stripe-dev-sweep';
    await p.local('POST', 'faults', { operation: 'dynamodb:PutItem', function: fn, action: 'kill' });
    const { summary } = await command('sweep');
    expect(summary).toMatchObject({ command: 'sweep', failed: 1, errors: [{ id: 'sweep' }] });
  });

  it('says what is wrong with a call, and exits 2', async () => {
    const { code, stdout, stderr } = await cli('no-such-command');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('There is no command "no-such-command".');
    expect(stderr).toContain('Usage:');
  });

  it('keeps the runs for operators to see, and lets them start one', async () => {
    const started = await p.request('POST', '/aa-stripe/commands/refresh-coupons/runs', {
      token: operator,
      body: { dry_run: true },
    });
    expect(started).toMatchObject({
      status: 202,
      body: { command: 'refresh-coupons', status: 'running', dry_run: true },
    });
    const id = started.body['id'];
    await eventually(async () => {
      const { body } = await p.request('GET', '/aa-stripe/commands/refresh-coupons/runs?limit=1', {
        token: operator,
      });
      const [newest] = body['results'] as { id: string; status: string }[];
      return newest?.id === id && newest?.status === 'succeeded' ? true : undefined;
    });
    const { body } = await p.request('GET', '/aa-stripe/commands', { token: operator });
    expect(body['results']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: 'refresh-coupons',
          last_run: expect.objectContaining({ id, status: 'succeeded' }),
        }),
      ]),
    );
  });
});
