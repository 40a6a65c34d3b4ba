import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEnvironmentPool } from '../../../../infra/local/lambda/environment-pool';
import { startEnvironment } from '../../../../infra/local/lambda/execution-environment';

const directory = mkdtempSync(join(tmpdir(), 'environment-pool-'));
const bootstrap = join(directory, 'bootstrap.js');
writeFileSync(
  bootstrap,
  `process.on('message', ({ requestId, payload }) => {
     if (payload !== '"hang"') process.send({ requestId, payload });
   });
   process.on('disconnect', () => process.exit(0));
   process.send({ loaded: true });`,
);

const poolOf = (timeoutMs: number) => {
  const fn = {
    name: 'Echo',
    logicalId: 'Echo',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:Echo',
    role: { name: 'Role', arn: 'arn:aws:iam::000000000000:role/Role', trust: {}, policies: [] },
    directory,
    handler: 'index.handler',
    memoryMb: 128,
    timeoutMs,
    environment: {},
    concurrency: 1,
    deadLetterArn: undefined,
  };
  const ignore = () => undefined;
  return createEnvironmentPool(1, () =>
    startEnvironment(fn, { bootstrap, variables: {}, onLog: ignore, onExit: ignore }),
  );
};

it('gives a process out again, but not one that it has just killed', async () => {
  const pool = poolOf(1000);
  const first = await pool.invoke('"one"', 'r1');
  const hung = await pool.invoke('"hang"', 'r2');
  const next = await pool.invoke('"two"', 'r3');
  pool.stop();
  expect(first.outcome).toMatchObject({ payload: '"one"' });
  expect(hung).toMatchObject({ pid: first.pid, outcome: { error: { errorType: 'Sandbox.Timedout' } } });
  expect(next.outcome).toMatchObject({ payload: '"two"' });
  expect(next.pid).not.toBe(first.pid);
});
