import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../infra/local/stack/synthesize';
import { eventually, type Product, startProductInMemory, stripeEvent } from '../fixtures/product-stack';

jest.setTimeout(120_000);

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

describe('what a newcomer runs', () => {
  let p: Product;
  beforeAll(async () => {
    const directory = mkdtempSync(join(tmpdir(), 'aa-stripe-example-'));
    await synthesize('examples/consumer/app.ts', directory, new AbortController().signal);
    p = await startProductInMemory(directory);
  });
  afterAll(() => p.stack.end('SIGTERM'));

  const npm = (script: string, args: string[] = [], localDirectory = p.stack.localDirectory) =>
    new Promise<Ended>((resolve) => {
      const env = { ...process.env, LOCAL_DIR: localDirectory };
      execFile('npm', ['run', '-s', script, '--', ...args], { env }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      );
    });
  const printed = (text: string) =>
    p.stack
      .output()
      .split('\n')
      .filter((line) => line.includes('example-consumer-dev-print-signal') && line.includes(text));

  it('the example consumer prints the signals it subscribed to, and no others', async () => {
    await p.deliver(stripeEvent('evt_example'));
    await eventually(() => (printed('webhook_pre_parse:evt_example:1').length > 0 ? true : undefined));
    const token = await p.token('user=example');
    const made = await p.request('POST', '/aa-stripe/customers', {
      token,
      body: { stripe_js_response: { id: 'tok_visa' } },
    });
    const fact = `stripe_customer_updated:${made.body['id']}:2`;
    await eventually(() => (printed(fact).length > 0 ? true : undefined));
  });

  it('the demo walks through and says each request and its answer', async () => {
    const { code, stdout } = await npm('demo');
    expect(code).toBe(0);
    for (const words of [
      '→ 201',
      '→ 200',
      '→ 400',
      'Your card was declined.',
      'already received',
      'webhook_pre_parse',
    ]) {
      expect(stdout).toContain(words);
    }
  });

  it('a command says what it did, on stdout as one JSON object if asked so', async () => {
    const { code, stdout } = await npm('command', ['recover-operations', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      ...{ command: 'recover-operations', processed: 0, changed: 0, skipped: 0, failed: 0 },
      errors: [],
      duration_ms: expect.any(Number),
    });
    expect((await npm('command', ['sweep', '--dry-run'])).stdout).toMatch(/^sweep: \d+ processed/);
  });

  it('a command that fails ends with 1, wrong usage with 2, and without a stack with the cure', async () => {
    await p.deliver(stripeEvent('evt_stuck'));
    await p.local('POST', 'faults', {
      ...{ operation: 'events:PutEvents', function: 'aa-stripe-dev-sweep', action: 'error', status: 500 },
      times: 1000,
    });
    const token = await p.token('user=stuck');
    await p.local('POST', 'faults', {
      ...{
        operation: 'events:PutEvents',
        function: 'aa-stripe-dev-publish-signals',
        action: 'error',
        status: 500,
      },
      times: 1000,
    });
    const body = { stripe_js_response: { id: 'tok_visa' } };
    const made = await p.request('POST', '/aa-stripe/customers', { token, body });
    const failed = await npm('command', ['sweep', '--older-than', '0', '--json']);
    await p.local('DELETE', 'faults');
    expect(failed.code).toBe(1);
    expect(JSON.parse(failed.stdout).errors).toContainEqual({
      id: made.body['id'],
      message: expect.stringContaining('The bus did not take its signals'),
    });

    const wrong = await npm('command', ['nonsense']);
    expect(wrong).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Usage:') });
    const nowhere = await npm('command', ['sweep'], '/nonexistent');
    expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringContaining('Start it with "npm start"') });
  });
});
