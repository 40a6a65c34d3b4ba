import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { parseSync } from '@swc/core';
import * as v from 'valibot';

const ROOT = join(__dirname, '..', '..');
/** All code that a request or an event passes through. */
const FOLDERS = ['functions', 'lib'];

/** Linear work on texts of this length takes milliseconds; work with its square, minutes. */
const LENGTH = 200_000;
const HUNG_MS = 20_000;

const Literal = v.object({ type: v.literal('RegExpLiteral'), pattern: v.string(), flags: v.string() });
interface Regex {
  pattern: string;
  flags: string;
}

/** Every regular expression that is written in a file. */
function regexesOf(file: string): Regex[] {
  const found: Regex[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if (v.is(Literal, node)) found.push({ pattern: node.pattern, flags: node.flags });
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript', target: 'es2022' }));
  return found;
}

/** Texts that come near to matching for a long time: each sign, and what the expression spells out, again and again. */
function longTexts({ pattern }: Regex): string[] {
  const spelt = pattern.replace(/\\[a-zA-Z]|\\p\{\w+\}|[\\()[\]{}*+?^$|]/g, '');
  const signs = [
    ...new Set(['a', '0', '-', '_', '.', ' ', '\n', '\\', '"', '#', ',', ':', '=', 'é', ...spelt]),
  ];
  const units = [...signs, `${spelt} `, spelt, '\\"', '0.', 'T0', '    at '].filter((unit) => unit !== '');
  return units.flatMap((unit) => {
    const long = unit.repeat(Math.ceil(LENGTH / unit.length));
    return [`${long}\u0001`, `${spelt}${long}\u0001`];
  });
}

const WORK = `
  const { parentPort, workerData } = require('node:worker_threads');
  for (const { pattern, flags, texts } of workerData) {
    const regex = new RegExp(pattern, flags);
    for (const text of texts) text.replace(regex, '');
  }
  parentPort.postMessage('done');
`;

/** Whether the expressions get through with their texts before the watchdog ends them. */
async function endsInTime(tries: (Regex & { texts: string[] })[], limitMs: number): Promise<boolean> {
  const worker = new Worker(WORK, { eval: true, workerData: tries });
  const timer = setTimeout(() => void worker.terminate(), limitMs);
  const isDone = await new Promise<boolean>((resolve, reject) => {
    worker.once('message', () => resolve(true));
    worker.once('exit', () => resolve(false));
    worker.once('error', reject);
  });
  clearTimeout(timer);
  await worker.terminate();
  return isDone;
}

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(ROOT, folder, name)),
);

describe('regular expressions', () => {
  it('are none that a long text keeps busy', async () => {
    const all = new Map(files.flatMap(regexesOf).map((regex) => [`/${regex.pattern}/${regex.flags}`, regex]));
    expect(all.size).toBeGreaterThan(25);
    const tries = [...all.values()].map((regex) => ({ ...regex, texts: longTexts(regex) }));
    if (await endsInTime(tries, HUNG_MS)) return;
    // Which it was.
    const slow = [];
    for (const [i, name] of [...all.keys()].entries()) {
      if (!(await endsInTime(tries.slice(i, i + 1), HUNG_MS))) slow.push(name);
    }
    expect(slow).toEqual(['none alone']);
  }, 600_000);

  it.each([
    ['^(a+)+$', 'backtracking without end'],
    ['a*b', 'work with the square of the length'],
  ])('are told if they are slow: /%s/, %s', async (pattern) => {
    const regex = { pattern, flags: '' };
    expect(await endsInTime([{ ...regex, texts: longTexts(regex) }], 500)).toBe(false);
  });
});
