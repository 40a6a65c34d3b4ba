import { join } from 'node:path';
import { build } from 'esbuild';

export interface ChildScripts {
  bootstrap: string;
  watchdog: string;
}

/** Children start much faster from plain JavaScript than through a TypeScript loader. */
export async function bundleChildScripts(directory: string): Promise<ChildScripts> {
  await build({
    entryPoints: [join(__dirname, '../lambda/bootstrap.ts'), join(__dirname, '../dynamodb/watchdog.ts')],
    outdir: directory,
    entryNames: '[name]',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
  return { bootstrap: join(directory, 'bootstrap.cjs'), watchdog: join(directory, 'watchdog.cjs') };
}
