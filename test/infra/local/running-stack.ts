import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoints } from '../../../infra/local/control/endpoints-file';
import { synthesize } from '../../../infra/local/stack/synthesize';

const root = join(__dirname, '../../..');

/** Synthesizes the fixture app once; `directory` is its assembly. */
export async function synthesizeFixture(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'fixture-assembly-'));
  await synthesize(join(__dirname, 'fixture-app/app.ts'), directory, new AbortController().signal);
  return directory;
}

/** A copy of an assembly in which one template's text was changed. */
export function changedAssembly(
  assembly: string,
  template: string,
  change: (text: string) => string,
): string {
  const directory = mkdtempSync(join(tmpdir(), 'fixture-assembly-'));
  cpSync(assembly, directory, { recursive: true });
  const file = join(directory, template);
  const before = readFileSync(file, 'utf8');
  const after = change(before);
  if (after === before) throw new Error('the template was not changed');
  writeFileSync(file, after);
  return directory;
}

export interface RunningStack {
  child: ChildProcess;
  localDirectory: string;
  endpoints: Endpoints;
  output(): string;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts `main.ts` on an assembly and waits until it is ready. Throws with its output when it ends before. */
export async function startFixture(
  assembly: string,
  env: Record<string, string> = {},
): Promise<RunningStack> {
  const { child, localDirectory, output } = spawnFixture(assembly, env);
  const file = join(localDirectory, 'endpoints.json');
  await eventually(() => existsSync(file) || child.exitCode !== null || undefined, 30_000).finally(() => {
    if (!existsSync(file)) child.kill('SIGTERM');
  });
  if (!existsSync(file)) throw new Error(output());
  const endpoints: Endpoints = JSON.parse(readFileSync(file, 'utf8'));
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await eventually(() => child.exitCode !== null || child.signalCode !== null || undefined, 10_000);
    rmSync(localDirectory, { recursive: true, force: true });
    return child.exitCode;
  };
  return { child, localDirectory, endpoints, output, end };
}

/** Runs `main.ts` on an assembly that it refuses; returns what it says. */
export async function refusalOf(assembly: string, env: Record<string, string> = {}): Promise<string> {
  const { child, output } = spawnFixture(assembly, env);
  await eventually(() => child.exitCode ?? undefined, 30_000);
  return output();
}

function spawnFixture(assembly: string, env: Record<string, string>) {
  const localDirectory = mkdtempSync(join(tmpdir(), 'local-stack-'));
  const ports = { PORT: '0', AWS_PORT: '0', STRIPE_PORT: '0' };
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'infra/local/main.ts', '--json', '--assembly', assembly],
    { cwd: root, env: { ...process.env, ...ports, LOCAL_DIR: localDirectory, ...env } },
  );
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text += chunk;
  });
  return { child, localDirectory, output: () => text };
}

/** Polls until `look` gives something, and returns that. Throws after `timeoutMs`. */
export async function eventually<T>(
  look: () => T | undefined | Promise<T | undefined>,
  timeoutMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`not seen within ${timeoutMs} ms: ${look}`);
    await sleep(50);
  }
}
