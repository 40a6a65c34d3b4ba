import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { bundle } from '../bundle';
import { ENTRIES } from '../bundle-functions';
import { benchEnvironment } from './bench-environment';
import { bundleFloor } from './bundle-floor';
import { webhookRequest } from './first-requests';
import { printMachine, round, spreadText } from './print';
import { spreadOf } from './spread';
import { standInAws } from './stand-in-aws';
import { eventText } from './webhook-delivery';

/**
 * `npm run bench:webhook`: CPU time of an accepted webhook, warm, against a handler that puts the same bytes with the SDK
 * and does nothing else.
 */
const ROUNDS = 21;
const EVENTS = 500;
const CONCURRENCY = 16;

const Result = v.object({ cpuMs: v.number(), failures: v.array(v.string()) });

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'aa-stripe-bench-'));
  const aws = await standInAws();
  const env = { PATH: process.env['PATH'], ...benchEnvironment(aws.url, aws.url) };
  const workers: ChildProcess[] = [];
  const worker = () => {
    const child = fork(join(__dirname, 'warm-worker.ts'), { env, execArgv: ['--import', 'tsx'] });
    workers.push(child);
    return child;
  };
  try {
    bundle({ 'receive-webhook': ENTRIES['receive-webhook'] }, directory);
    const floor = { child: worker(), file: bundleFloor(directory), event: floorEvent, cpu: [] as number[] };
    const own = {
      child: worker(),
      file: join(directory, 'receive-webhook', 'index.js'),
      event: webhookRequest,
      cpu: [] as number[],
    };
    for (let i = 0; i < ROUNDS + 2; i += 1) {
      for (const { child, file, event, cpu } of [floor, own]) {
        const events = Array.from({ length: EVENTS }, (_, j) => event(i * EVENTS + j));
        child.send({ file, events, concurrency: CONCURRENCY });
        const [answer] = await once(child, 'message');
        const { cpuMs, failures } = v.parse(Result, answer);
        if (failures[0]) throw new Error(`A webhook was not accepted: ${failures[0]}`);
        // The first rounds warm up.
        if (i >= 2) cpu.push(cpuMs);
      }
      process.stderr.write(`\rround ${i + 1} of ${ROUNDS + 2}`);
    }
    process.stderr.write('\n');
    printMachine(ROUNDS);
    const [floorCpu, ownCpu] = [spreadOf(floor.cpu), spreadOf(own.cpu)];
    console.table({
      'one SDK put of the same bytes': { 'CPU, ms': spreadText(floorCpu), '÷ floor': 1 },
      'accepted webhook': {
        'CPU, ms': spreadText(ownCpu),
        '÷ floor': round(ownCpu.median / floorCpu.median),
      },
    });
  } finally {
    for (const child of workers) child.kill();
    await aws.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The bytes that the webhook's record holds. */
function floorEvent(number: number): object {
  return { id: `webhook#${number}`, raw: gzipSync(eventText(number)).toString('base64') };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
