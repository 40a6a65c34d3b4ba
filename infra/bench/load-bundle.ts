import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const LOAD = `
const started = process.hrtime.bigint();
require(process.argv[1]);
process.stdout.write(String(process.hrtime.bigint() - started));
process.exit(0);`;

/** Milliseconds that a fresh process takes to load a bundle, as Lambda does before the first request. */
export async function loadBundle(file: string, environment: Record<string, string>): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', LOAD, file], {
    env: { PATH: process.env['PATH'] ?? '', AWS_REGION: 'us-east-1', ...environment },
  });
  return Number(stdout) / 1e6;
}
