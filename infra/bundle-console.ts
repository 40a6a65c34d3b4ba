import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const CONSOLE = join(__dirname, '..', 'functions', 'console');
/** What is served as it is. */
const FILES = ['index.html', 'style.css'];

/**
 * Bundles the console's pages for browsers, into the folder that `get-console` serves.
 * @returns the source files that scripts are made of
 */
export function bundleConsole(outDir: string): string[] {
  mkdirSync(outDir, { recursive: true });
  const { metafile } = buildSync({
    entryPoints: [join(CONSOLE, 'app.tsx')],
    outfile: join(outDir, 'app.js'),
    tsconfig: join(CONSOLE, 'tsconfig.json'),
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    absWorkingDir: join(__dirname, '..'),
  });
  for (const file of FILES) copyFileSync(join(CONSOLE, file), join(outDir, file));
  return Object.keys(metafile.inputs);
}
