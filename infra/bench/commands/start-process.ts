import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Invocation, Invoked } from './function-host';

/** Starts a script with a channel to it; what it says first. */
export async function startServer(
  script: string,
  env: Record<string, string>,
): Promise<{ child: ChildProcess; said: unknown }> {
  const child = fork(script, {
    // A hundred thousand payments with their events are kept in memory.
    execArgv: ['--max-old-space-size=12288'],
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  const [said] = await once(child, 'message');
  return { child, said };
}

export interface FunctionProcess {
  invoke(event: unknown, remainingMs: number): Promise<Invoked>;
  /** Ends it wherever it stands. */
  kill(): Promise<void>;
}

/** A function's bundle in a process of its own. An invocation whose process is killed rejects. */
export function startFunction(host: string, bundle: string, env: Record<string, string>): FunctionProcess {
  const child = fork(host, [bundle], {
    execArgv: ['--expose-gc'],
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  const ended = once(child, 'exit');
  return {
    invoke: async (event, remainingMs) => {
      const invocation: Invocation = { event, remainingMs };
      const answered = once(child, 'message');
      child.send(invocation);
      const first = await Promise.race([answered, ended.then(() => null)]);
      if (first === null) throw new Error('The function was killed.');
      return first[0] as Invoked;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
