import { execFile } from 'node:child_process';
import { join } from 'node:path';
import * as v from 'valibot';
import { readStatus } from '../../infra/cli/read-status';
import { setupPorts } from '../../infra/cli/setup-ports';
import { stackTargetOf } from '../../infra/cli/stack-outputs';
import { finishRotation } from '../../lib/setup/finish-rotation';
import { type SetupWish, setUp } from '../../lib/setup/set-up';
import { judgeStatus } from '../../lib/status/judge-status';
import { eventually, type Product, startProductInMemory, synthesizeProduct } from '../fixtures/product-stack';

jest.setTimeout(120_000);

const ROOT = join(__dirname, '..', '..');
const Endpoints = v.object({
  data: v.array(v.object({ id: v.string(), metadata: v.record(v.string(), v.string()) })),
});

describe('setup and status on the local stack', () => {
  let p: Product;
  let last = '';
  beforeAll(async () => {
    p = await startProductInMemory(await synthesizeProduct());
    process.env['LOCAL_DIR'] = p.stack.localDirectory;
  });
  afterAll(() => p.stack.end('SIGTERM'));

  const run = (script: string, args: string[], own: Record<string, string> = {}) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const env = { ...process.env, LOCAL_DIR: p.stack.localDirectory, ...own };
      const all = ['--import', 'tsx', `infra/cli/${script}.ts`, ...args];
      execFile(process.execPath, all, { cwd: ROOT, env }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      );
    });
  // In this process, as the command lines do it: a process each would take half a minute.
  const setup = async (wish: Partial<SetupWish> = {}) => {
    const { place, ports } = await parts();
    const all = { apiKey: null, rotateKey: false, rotateWebhookSecret: false, since: null, events: [] };
    return setUp(
      { ...all, adminEmails: null, senderEmail: null, setupKey: null, dryRun: false, ...wish },
      place,
      ports,
    );
  };
  const finish = async () => {
    const { place, ports } = await parts();
    const wish = { apiKey: null, rotateKey: false, setupKey: null, forgetOtherSecrets: true, dryRun: false };
    return finishRotation(wish, place, ports);
  };
  const parts = async () => {
    const target = await stackTargetOf(null);
    const { stack, isLocal, livemode, outputs } = target;
    const place = { stack, isLocal, livemode, webhookUrl: outputs.WebhookUrl };
    return { place, ports: setupPorts(target, () => {}) };
  };
  const lineOf = async (name: string) => {
    const { lines } = judgeStatus(await readStatus(await stackTargetOf(null)), Date.now());
    return lines.find((line) => line.name === name);
  };
  const endpoints = async () => v.parse(Endpoints, await p.stripe('GET', '/v1/webhook_endpoints')).data;
  /** What Stripe tells of is received, each event once. */
  const received = async (id: string) => {
    const signals = await eventually(async () => {
      const found = (await p.signals()).filter(
        (signal) => signal['detail-type'] === 'webhook_pre_parse' && JSON.stringify(signal).includes(id),
      );
      return found.length > 0 ? found : undefined;
    });
    expect(new Set(signals.map(({ detail }) => detail.id)).size).toBe(1);
  };

  it('replaces the endpoint, rotates its secret, and loses no webhook on the way', async () => {
    const first = await setup();
    expect(first.outgoing).toHaveLength(1);
    await received(String((await p.stripe('POST', '/v1/customers', {}))['id']));
    const second = await setup({ rotateWebhookSecret: true });
    expect(second.endpoint).not.toBe(first.endpoint);
    expect((await lineOf('Stripe'))?.state).toBe('LOOK');
    await received(String((await p.stripe('POST', '/v1/customers', {}))['id']));
    // What the old endpoints have yet to bring must arrive first.
    const ended = await eventually(() => finish().catch(() => undefined));
    expect(ended.endpoint).toBe(second.endpoint);
    expect(await endpoints()).toEqual([
      { id: second.endpoint, metadata: expect.objectContaining({ aa_stripe_stage: 'aa-stripe-dev' }) },
    ]);
    // Without the pause that a setup in AWS makes, a function may refuse this once.
    last = String((await p.stripe('POST', '/v1/customers', {}))['id']);
    expect(await lineOf('Stripe')).toMatchObject({
      state: 'OK',
      text: expect.stringContaining(String(second.endpoint)),
    });
  });

  it('I8: takes a key from the environment, refuses one of the other mode, and shows neither', async () => {
    const [live, stray] = await Promise.all([
      run('setup', ['--rotate-key'], { STRIPE_API_KEY: 'sk_live_hidden' }),
      run('setup', ['sk_test_hidden']),
    ]);
    expect([live.code, live.stderr]).toEqual([1, expect.stringContaining('needs a test key')]);
    const other = await run('setup', ['--rotate-key', '--json'], { STRIPE_API_KEY: 'rk_test_hidden' });
    expect([other.code, JSON.parse(other.stdout).done]).toEqual([
      0,
      expect.arrayContaining(['secret: API key replaced']),
    ]);
    expect(stray.code).toBe(2);
    expect([live, other, stray].map(({ stdout, stderr }) => stdout + stderr).join()).not.toMatch(
      /hidden|whsec/,
    );
  });

  it('tells at night what is wrong, and fails while something is', async () => {
    const operator = await p.token('user=op&scope=aa-stripe/admin');
    const body = { paused: true, reason: 'a look' };
    await p.request('PUT', '/aa-stripe/settings/paused', { token: operator, body });
    expect(await lineOf('charging')).toMatchObject({
      state: 'LOOK',
      text: expect.stringContaining('a look'),
    });
    const [only] = await endpoints();
    await p.stripe('POST', `/v1/webhook_endpoints/${only?.id}`, { disabled: 'true' });
    expect(await lineOf('Stripe')).toMatchObject({ state: 'BAD', hint: 'npm run setup' });
    // Where CI is set picocolors would colour a pipe too.
    const bad = await run('status', [], { CI: 'true' });
    expect([bad.code, bad.stdout]).toEqual([1, expect.stringContaining('BAD   Stripe')]);
    await setup();
    const { code, stdout } = await run('status', ['--json']);
    expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ state: 'LOOK' })]);
    // While the endpoint was disabled Stripe brought nothing; what setup says to run next does.
    await run('command', ['reconcile-webhooks']);
    await received(last);
  });
});
