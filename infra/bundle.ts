import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';

const ROOT = join(__dirname, '..');

/**
 * Bundles entry files into `<outDir>/<name>/index.js`, one folder each, ready to be an asset. One esbuild
 * call takes 0.3 s for all of them; CDK's NodejsFunction starts a process for each (docs/adr/0005).
 * The AWS SDK is bundled too: what the runtime brings loads slower and changes without notice.
 */
export function bundle(entries: Record<string, string>, outDir: string): void {
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
  const { metafile } = buildSync({ ...bundling(entries, outDir), external: [BESIDE], metafile: true });
  const needIt = Object.entries(metafile.outputs).filter(([, { imports }]) =>
    imports.some(({ path, external }) => external && path === BESIDE),
  );
  for (const [output] of needIt) putBeside(dirname(output), outDir);
}

/** Half of what a bundle would be, and not asked for by most first requests: a file of its own, read when it is. */
const BESIDE = 'stripe';

function putBeside(folder: string, outDir: string): void {
  const made = join(outDir, '.beside', 'index.js');
  if (!existsSync(made)) {
    const { entryPoints: _none, outdir: _folder, ...how } = bundling({}, outDir);
    buildSync({ ...how, entryPoints: [require.resolve(BESIDE)], outfile: made });
  }
  const target = join(folder, 'node_modules', BESIDE, 'index.js');
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(made, target);
}

/** How bundles are made. */
export function bundling(entries: Record<string, string>, outDir: string) {
  return {
    entryPoints: Object.entries(entries).map(([name, file]) => ({
      in: join(ROOT, file),
      out: `${name}/index`,
    })),
    outdir: outDir,
    bundle: true,
    minify: true,
    alias: {
      '@aws-sdk/credential-provider-node': join(ROOT, 'lib/runtime/aws/environment-credentials.ts'),
    },
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'warning',
  } satisfies BuildOptions;
}
