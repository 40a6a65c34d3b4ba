import { tmpdir } from 'node:os';
import { buildSync } from 'esbuild';
import { bundling } from '../bundle';
import { ENTRIES } from '../bundle-functions';

/**
 * `npm run bench:sizes`: what each package takes of the functions' bundles, in kilobytes, minified: in the function that
 * has most of it, and in how many functions it is.
 */
const { metafile } = buildSync({ ...bundling(ENTRIES, tmpdir()), metafile: true, write: false });
const sizes = new Map<string, number[]>();
for (const { inputs } of Object.values(metafile.outputs)) {
  const own = new Map<string, number>();
  for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
    const name = packageOf(file);
    own.set(name, (own.get(name) ?? 0) + bytesInOutput);
  }
  for (const [name, bytes] of own) sizes.set(name, [...(sizes.get(name) ?? []), bytes]);
}
const rows = [...sizes]
  .map(([name, all]) => ({
    package: name,
    kb: Math.round(Math.max(...all) / 102.4) / 10,
    functions: all.length,
  }))
  .sort((a, b) => b.kb - a.kb);
console.table(rows.filter(({ kb }) => kb >= 1));

function packageOf(file: string): string {
  const parts = file.split('node_modules/').at(-1)?.split('/') ?? [];
  if (!file.includes('node_modules/')) return 'our own code';
  return parts[0]?.startsWith('@') ? `${parts[0]}/${parts[1]}` : (parts[0] ?? '');
}
