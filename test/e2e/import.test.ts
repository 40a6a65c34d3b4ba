import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { SummaryView } from '../../lib/command/command';
import { eventually, type Product, startProductInMemory, synthesizeProduct } from '../fixtures/product-stack';

jest.setTimeout(120_000);

const ROOT = join(__dirname, '..', '..');
const DUMP = join(ROOT, 'test/fixtures/django-dump.json');

describe('moving from aa-stripe to the local stack', () => {
  let p: Product;
  beforeAll(async () => {
    p = await startProductInMemory(await synthesizeProduct());
  });
  afterAll(() => p.stack.end('SIGTERM'));

  const run = (script: string, ...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const env = { ...process.env, LOCAL_DIR: p.stack.localDirectory };
      execFile(
        process.execPath,
        ['--import', 'tsx', script, ...args],
        { cwd: ROOT, env },
        (error, stdout, stderr) =>
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      );
    });
  const summaryOf = (stdout: string) => v.parse(SummaryView, JSON.parse(stdout));

  it('imports without a signal, finds what was paid meanwhile, and serves the records', async () => {
    // So that whatever is told is told by what we do here.
    await p.offline('delivery', { paused: true });
    // A customer that the offline Stripe knows, in place of one of the dump's.
    const made = await p.stripe('POST', '/v1/customers', { source: 'tok_visa' });
    const [stripeId, card] = [String(made['id']), String(made['default_source'])];
    const dump = join(p.stack.localDirectory, 'dump.json');
    const text = readFileSync(DUMP, 'utf8');
    writeFileSync(
      dump,
      text.replaceAll('cus_CExampleAda2', stripeId).replaceAll('card_1BexampleMaster', card),
    );

    const imported = await run('infra/cli/import-from-django.ts', dump, '--json');
    expect(imported.code).toBe(1);
    expect(summaryOf(imported.stdout)).toMatchObject({
      command: 'import-from-django',
      processed: 35,
      changed: 24,
      failed: 10,
    });
    expect(imported.stderr).toMatch(/35 of 35 processed, 10 failed/);
    expect(imported.stderr).toMatch(/refresh-customers\n.*refresh-coupons\n.*release-imported\n$/);
    const again = await run('infra/cli/import-from-django.ts', dump);
    expect(again.stdout).toMatch(
      /^import-from-django: 35 processed, 0 changed, 25 skipped, 10 failed, in .* s\n/,
    );
    expect(again.stdout).toContain('  aa_stripe.stripecustomer 3: has no customer at Stripe\n');

    // The old system's cron had not been stopped yet.
    const paid = await p.stripe('POST', '/v1/charges', {
      ...{ amount: '2500', currency: 'usd', customer: stripeId, description: 'Lunch' },
      'metadata[object_id]': '42',
    });
    const released = await run('infra/cli/command.ts', 'release-imported', '--json');
    expect([released.code, released.stderr]).toEqual([0, expect.any(String)]);
    expect(summaryOf(released.stdout)).toMatchObject({ processed: 4, changed: 4, failed: 0 });

    const operator = await p.token('user=op&scope=aa-stripe/admin');
    const path = '/aa-stripe/charges?source_type=shop.order&source_id=42';
    const { body } = await p.request('GET', path, { token: operator });
    expect(body['results']).toMatchObject([
      { user: '1', state: 'charged', is_held: false, stripe_charge_id: paid['id'] },
    ]);
    const user = await p.token('user=1');
    const customer = await p.request('GET', `/aa-stripe/customers/${stripeId}`, { token: user });
    expect(customer).toMatchObject({ status: 200, body: { user: '1', default_source: card } });
    expect(await p.request('GET', '/aa-stripe/coupons/SALE10', { token: user })).toMatchObject({
      status: 200,
      body: { amount_off: '10.00', is_created_at_stripe: true },
    });

    const told = await eventually(async () => {
      const signals = await p.signals();
      return signals.length > 0 ? signals : undefined;
    });
    expect(told).toMatchObject([
      { 'detail-type': 'stripe_charge_succeeded', detail: { instance: { stripe_charge_id: paid['id'] } } },
    ]);
  });

  it('answers 404 to users who ask for a coupon that was deleted', async () => {
    const [user, operator] = [await p.token('user=1'), await p.token('user=op&scope=aa-stripe/admin')];
    const shown = await p.request('GET', '/aa-stripe/coupons/GONE', { token: user });
    expect([shown.status, shown.body]).toEqual([404, { detail: 'Not found.' }]);
    expect(await p.request('GET', '/aa-stripe/admin/coupons/GONE', { token: operator })).toMatchObject({
      status: 200,
      body: { is_deleted: true },
    });
  });

  it('says what is wrong with how it is called, and exits with 2', async () => {
    for (const args of [[], ['no-such-dump.json'], [DUMP, '--owners', DUMP]]) {
      const { code, stdout, stderr } = await run('infra/cli/import-from-django.ts', ...args);
      expect([args, code, stdout]).toEqual([args, 2, '']);
      expect(stderr).toContain('Usage: npm run import-from-django');
    }
  });
});
