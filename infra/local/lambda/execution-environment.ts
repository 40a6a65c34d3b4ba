import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { LambdaFunction } from './function-schema';
import type { FunctionError, InvokeMessage, ResultMessage } from './protocol';

/** How an invocation ended; `payload` is JSON. */
export type Outcome = { payload: string } | { error: FunctionError };

/** One process of a function. It serves one invocation at a time, and is of no use once `lost`. */
export interface ExecutionEnvironment {
  pid: number;
  readonly lost: boolean;
  invoke(payload: string, requestId: string): Promise<Outcome>;
  kill(signal: NodeJS.Signals): void;
}

export interface EnvironmentOptions {
  bootstrap: string;
  variables: Record<string, string>;
  onLog(line: string): void;
  onExit(): void;
}

/** Starts a process that loads the function's bundle; its heap is the function's memory. */
export function startEnvironment(fn: LambdaFunction, options: EnvironmentOptions): ExecutionEnvironment {
  const child = fork(options.bootstrap, [], {
    cwd: fn.directory,
    env: options.variables,
    execArgv: [`--max-old-space-size=${fn.memoryMb}`],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let lost = false;
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', options.onLog);
  }
  const leave = (): void => {
    lost = true;
    options.onExit();
  };
  child.once('exit', leave);
  child.once('error', leave);
  const loaded = whenLoaded(child);
  return {
    pid: child.pid ?? 0,
    get lost() {
      // From the signal on: its end is told a little later, and until then it must not be given out.
      return lost || child.killed;
    },
    kill: (signal) => void child.kill(signal),
    async invoke(payload, requestId) {
      await loaded;
      const deadline = Date.now() + fn.timeoutMs;
      return exchange(child, { requestId, payload, deadline, functionArn: fn.arn }, fn.timeoutMs);
    },
  };
}

/** Lambda allows 10 seconds for loading, which do not count for the function's timeout; this machine may be slower. */
const loadLimitMs = 30_000;

/** Waits for the first message, which says that the bundle is loaded, or for the end of the process. */
function whenLoaded(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), loadLimitMs);
    for (const event of ['message', 'exit', 'error']) {
      child.once(event, () => {
        clearTimeout(timer);
        resolve();
      });
    }
  });
}

/** One message and its answer, unless the process ends or the time is up before; then the process is killed. */
function exchange(child: ChildProcess, message: InvokeMessage, timeoutMs: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const finish = (outcome: Outcome): void => {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(outcome);
    };
    const fail = (errorType: string, reason: string): void =>
      finish({ error: { errorType, errorMessage: `RequestId: ${message.requestId} Error: ${reason}` } });
    const onMessage = (result: ResultMessage): void => {
      if (result.requestId === message.requestId) finish(result);
    };
    const onExit = (code: number | null, signal: string | null): void =>
      fail(
        'Runtime.ExitError',
        `Runtime exited with ${signal ? `signal: ${signal}` : `error: exit status ${code}`}`,
      );
    const timer = setTimeout(() => {
      fail('Sandbox.Timedout', `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`);
      child.kill('SIGKILL');
    }, timeoutMs);
    child.on('message', onMessage);
    child.once('exit', onExit);
    if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode, child.signalCode);
    else child.send(message, (error) => error && onExit(child.exitCode, child.signalCode));
  });
}
