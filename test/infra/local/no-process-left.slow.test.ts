import { readdirSync, readFileSync } from 'node:fs';
import { eventually, startFixture, synthesizeFixture } from './running-stack';

jest.setTimeout(120_000);

let assembly: string;

beforeAll(async () => {
  assembly = await synthesizeFixture();
});

/** The processes whose command line names the stack's directory: the watchdog, Java and every function. */
function processesOf(directory: string): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => commandLine(pid).includes(directory)).map(Number);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

it.each(['SIGTERM', 'SIGKILL'] as const)('%s leaves no process behind', async (signal) => {
  const stack = await startFixture(assembly);
  const { api } = stack.endpoints;
  const body = '{"id":"a","text":"b"}';
  await fetch(`${api}/hooks/notes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  // The watchdog, Java, and the function that has just run.
  expect(processesOf(stack.localDirectory).length).toBeGreaterThanOrEqual(3);
  await stack.end(signal);
  await eventually(() => (processesOf(stack.localDirectory).length === 0 ? true : undefined), 10_000);
});
