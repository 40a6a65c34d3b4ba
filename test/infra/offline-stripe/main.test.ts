import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';

const MAIN = path.resolve(__dirname, '../../../infra/offline-stripe/main.ts');

function run(port: string) {
  return spawn(process.execPath, ['--import', 'tsx', MAIN], { env: { ...process.env, STRIPE_PORT: port } });
}

describe('npm run offline-stripe', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'says where it listens and ends cleanly on %s',
    async (signal) => {
      const child = run('0');
      const [line] = await once(child.stdout, 'data');
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(String(line))?.[0];
      expect((await fetch(`${url}/v1/customers`)).status).toBe(401);
      child.kill(signal);
      expect(await once(child, 'exit')).toEqual([0, null]);
    },
    20_000,
  );

  it('fails when its port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const child = run(String(typeof address === 'object' ? address?.port : ''));
    const [message] = await once(child.stderr, 'data');
    expect(String(message)).toContain('EADDRINUSE');
    expect(await once(child, 'exit')).toEqual([1, null]);
    taken.close();
  }, 20_000);
});
