import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { bundling } from '../bundle';

/** Bundles the floor as anybody would, with the SDK as it comes: without what this product leaves out of it. */
export function bundleFloor(outDir: string): string {
  buildSync({ ...bundling({ floor: 'infra/bench/floor.ts' }, outDir), alias: {} });
  return join(outDir, 'floor', 'index.js');
}
