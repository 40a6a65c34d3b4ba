import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as v from 'valibot';

/** What the first request to a function takes, in milliseconds. */
const Start = v.object({
  /** Loading the bundle. */
  load: v.number(),
  /** From then to its first answer. */
  answer: v.number(),
  /** From the start of the process to that answer. */
  process: v.number(),
  /** Memory that the process holds then, in bytes. */
  rss: v.number(),
  /** CPU time of it all, in milliseconds. */
  cpu: v.number(),
  /** What it answered, for a look at whether it did what it was asked to. */
  said: v.string(),
});
export type Start = v.InferOutput<typeof Start>;

const SCRIPT = `
const event = JSON.parse(process.argv[2]);
const context = { getRemainingTimeInMillis: () => 900000 };
const print = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;
const begun = performance.now();
const { handler } = require(process.argv[1]);
const loaded = performance.now();
const end = (said) => {
  const now = performance.now();
  const { user, system } = process.cpuUsage();
  const [rss, cpu] = [process.memoryUsage.rss(), (user + system) / 1000];
  const text = (JSON.stringify(said) ?? '').slice(0, 200);
  print(JSON.stringify({ load: loaded - begun, answer: now - loaded, process: now, rss, cpu, said: text }), () => process.exit(0));
};
handler(event, context).then(end, (error) => end({ error: String(error) }));`;

/** Has a fresh process load a bundle and answer one request, as Lambda does at a cold start. */
export async function startFunction(
  file: string,
  event: object,
  environment: Record<string, string>,
): Promise<Start> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['-e', SCRIPT, file, JSON.stringify(event)],
    {
      env: { PATH: process.env['PATH'] ?? '', ...environment },
    },
  );
  return v.parse(Start, JSON.parse(stdout));
}
