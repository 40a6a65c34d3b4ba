import { randomUUID } from 'node:crypto';
import type { Callers } from '../aws-endpoint/callers';
import type { Tell } from '../console/report';
import { roleSession } from '../iam/roles';
import { createEnvironmentPool, type EnvironmentPool } from './environment-pool';
import { type ExecutionEnvironment, type Outcome, startEnvironment } from './execution-environment';
import { parseLogLine } from './function-log';
import type { LambdaFunction } from './function-schema';
import { processEnvironment, type RuntimeSettings } from './process-environment';

export interface Invocation {
  function: string;
  pid: number;
  ms: number;
  error?: string;
}

/** Invokes functions and waits for their answer. */
export interface Invoker {
  /** Takes a name or an ARN. */
  find(name: string): LambdaFunction | undefined;
  invoke(fn: LambdaFunction, payload: string): Promise<Outcome>;
  readonly invocations: readonly Invocation[];
  stop(): void;
}

export interface InvokerOptions {
  settings: RuntimeSettings;
  bootstrap: string;
  /** The most processes of one function; more requests wait. */
  processLimit: number;
  callers: Callers;
  tell: Tell;
}

/** Lambda's own limit on a request or an answer, in bytes. */
export const payloadLimit = 6 * 1024 * 1024;

export function createInvoker(functions: LambdaFunction[], options: InvokerOptions): Invoker {
  const invocations: Invocation[] = [];
  const pools = new Map<string, EnvironmentPool>();
  const poolOf = (fn: LambdaFunction): EnvironmentPool => {
    const limit = Math.max(1, Math.min(fn.concurrency ?? options.processLimit, options.processLimit));
    const pool = pools.get(fn.arn) ?? createEnvironmentPool(limit, () => launch(fn, options));
    pools.set(fn.arn, pool);
    return pool;
  };
  return {
    invocations,
    find: (name) => functions.find((fn) => fn.name === name || fn.arn === name),
    async invoke(fn, payload) {
      const { outcome, pid, ms } = await poolOf(fn).invoke(payload, randomUUID());
      const checked = limited(outcome);
      const error =
        'error' in checked ? `${checked.error.errorType}: ${checked.error.errorMessage}` : undefined;
      const invocation = { function: fn.name, pid, ms, ...(error !== undefined && { error }) };
      invocations.push(invocation);
      options.tell({ kind: 'invocation', ...invocation });
      return checked;
    },
    stop() {
      for (const pool of pools.values()) pool.stop();
    },
  };
}

function limited(outcome: Outcome): Outcome {
  if ('error' in outcome || Buffer.byteLength(outcome.payload) <= payloadLimit) return outcome;
  const errorMessage = 'Response payload size exceeded maximum allowed payload size (6291556 bytes).';
  return { error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage } };
}

function launch(
  fn: LambdaFunction,
  { callers, settings, bootstrap, tell }: InvokerOptions,
): ExecutionEnvironment {
  const credentials = callers.issue({
    principal: roleSession(fn.role, fn.name),
    names: [fn.logicalId, fn.name],
    kill: () => environment.kill('SIGKILL'),
  });
  const environment: ExecutionEnvironment = startEnvironment(fn, {
    bootstrap,
    variables: processEnvironment(fn, credentials, settings),
    onLog: (line) => tell({ kind: 'log', function: fn.name, ...parseLogLine(line) }),
    onExit: () => callers.revoke(credentials.accessKeyId),
  });
  return environment;
}
