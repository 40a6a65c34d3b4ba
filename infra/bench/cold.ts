import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { environments } from '../../functions/environments';
import { bundle } from '../bundle';
import { ENTRIES } from '../bundle-functions';
import { loadBundle } from './load-bundle';
import { spreadOf } from './spread';

/** `npm run bench:cold`: what each function's bundle weighs and takes to load, against a floor. */
const ROUNDS = 21;

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'aa-stripe-bench-'));
  try {
    const variables = Object.fromEntries(
      Object.values(environments)
        .flat()
        .map((name) => [name, '1']),
    );
    bundle({ ...ENTRIES, floor: 'infra/bench/floor.ts' }, directory);
    const names = ['floor', ...Object.keys(ENTRIES)];
    const times = new Map<string, number[]>(names.map((name) => [name, []]));
    for (let round = 0; round < ROUNDS; round += 1) {
      // One after the other and all in each round, so that a slow moment of the machine meets every bundle.
      for (const name of names) {
        times.get(name)?.push(await loadBundle(join(directory, name, 'index.js'), variables));
      }
      process.stderr.write(`\rround ${round + 1} of ${ROUNDS}`);
    }
    process.stderr.write('\n');
    console.log(`Node ${process.version}, ${availableParallelism()} cores, ${ROUNDS} interleaved runs each`);
    console.table(Object.fromEntries(names.map((name) => [name, rowOf(name, directory, times)])));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function rowOf(name: string, directory: string, times: Map<string, number[]>) {
  const size = (bundleName: string) => statSync(join(directory, bundleName, 'index.js')).size;
  const own = spreadOf(times.get(name) ?? []);
  const floor = spreadOf(times.get('floor') ?? []);
  return {
    KB: Math.round(size(name) / 1024),
    'KB ÷ floor': round(size(name) / size('floor')),
    'load ms': round(own.median),
    quartiles: `${round(own.low)}–${round(own.high)}`,
    'ms ÷ floor': round(own.median / floor.median),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
