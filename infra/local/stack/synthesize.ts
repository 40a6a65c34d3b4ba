import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/** Runs a CDK app, which writes its cloud assembly to `directory`. Throws with the app's output when it fails. */
export function synthesize(app: string, directory: string, signal: AbortSignal): Promise<void> {
  mkdirSync(directory, { recursive: true });
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', app], {
      env: { ...process.env, CDK_OUTDIR: directory },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${app} does not synthesize:\n${Buffer.concat(output)}`));
    });
  });
}
