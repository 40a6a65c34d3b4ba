import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bundle } from '../bundle';
import { ENTRIES } from '../bundle-functions';
import { startOfflineStripe } from '../offline-stripe/start';
import { benchEnvironment } from './bench-environment';
import { bundleFloor } from './bundle-floor';
import { FIRST_REQUESTS } from './first-requests';
import { folderSize } from './folder-size';
import { printMachine, round, spreadText } from './print';
import { type Spread, spreadOf } from './spread';
import { standInAws } from './stand-in-aws';
import { type Start, startFunction } from './start-function';

/**
 * `npm run bench:cold [-- --save] [-- --answers]`: what each function's bundle weighs and takes to its first answer, against
 * a floor. Saved, the CPU of it is what `npm run cost` reckons the choice of memory with.
 */
const ROUNDS = 21;
const SAVED = join(__dirname, '../../docs/measured/cold.json');

interface Measured {
  file: string;
  event: () => object;
  starts: Start[];
}

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'aa-stripe-bench-'));
  const aws = await standInAws();
  const stripe = await startOfflineStripe();
  try {
    bundle(ENTRIES, directory);
    const all = new Map<string, Measured>();
    const add = (name: string, file: string, event: () => object) =>
      all.set(name, { file, event, starts: [] });
    add('floor', bundleFloor(directory), () => ({}));
    for (const [name, event] of Object.entries(FIRST_REQUESTS))
      add(name, join(directory, name, 'index.js'), event);
    const environment = benchEnvironment(aws.url, stripe.url);
    for (let i = 0; i < ROUNDS; i += 1) {
      // One after the other and all in each round, so that a slow moment of the machine meets every bundle.
      for (const { file, event, starts } of all.values())
        starts.push(await startFunction(file, event(), environment));
      process.stderr.write(`\rround ${i + 1} of ${ROUNDS}`);
    }
    process.stderr.write('\n');
    printMachine(ROUNDS);
    const floor = all.get('floor');
    if (floor) console.table(Object.fromEntries([...all].map(([name, own]) => [name, rowOf(own, floor)])));
    if (process.argv.includes('--save')) {
      const cpu = [...all].map(([name, { starts }]) => [
        name,
        round(spreadOf(starts.map((start) => start.cpu)).median),
      ]);
      writeFileSync(
        SAVED,
        `${JSON.stringify({ date: new Date().toISOString().slice(0, 10), cpu: Object.fromEntries(cpu) }, null, 2)}\n`,
      );
    }
    if (process.argv.includes('--answers'))
      for (const [name, { starts }] of all) console.log(name, starts[0]?.said);
  } finally {
    await stripe.close();
    await aws.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

function rowOf(own: Measured, floor: Measured) {
  const size = ({ file }: Measured) => folderSize(dirname(file));
  const load = ({ starts }: Measured) => spreadOf(starts.map((start) => start.load));
  const whole = ({ starts }: Measured) => spreadOf(starts.map((start) => start.load + start.answer));
  const ratio = (of: (measured: Measured) => Spread) => round(of(own).median / of(floor).median);
  return {
    KB: Math.round(size(own) / 1024),
    'KB ÷ floor': round(size(own) / size(floor)),
    'load, ms': round(load(own).median),
    'load ÷ floor': ratio(load),
    'to first answer, ms': spreadText(whole(own)),
    'answer ÷ floor': ratio(whole),
    'process to answer, ms': round(spreadOf(own.starts.map((start) => start.process)).median),
    'CPU of that, ms': round(spreadOf(own.starts.map((start) => start.cpu)).median),
    'holds, MB': Math.round(spreadOf(own.starts.map((start) => start.rss)).median / 2 ** 20),
  };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
