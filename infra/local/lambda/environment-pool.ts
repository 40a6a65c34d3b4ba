import type { ExecutionEnvironment, Outcome } from './execution-environment';

/** The processes of one function. */
export interface EnvironmentPool {
  /** Invokes in an idle process, or a new one, or, when the limit is reached, as soon as one is free. */
  invoke(payload: string, requestId: string): Promise<{ outcome: Outcome; pid: number; ms: number }>;
  stop(): void;
}

/** Processes are started when they are needed, and at most `limit`. `ms` is the time in the process alone. */
export function createEnvironmentPool(limit: number, start: () => ExecutionEnvironment): EnvironmentPool {
  const all = new Set<ExecutionEnvironment>();
  const idle: ExecutionEnvironment[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;

  const take = (): ExecutionEnvironment => {
    for (let known = idle.pop(); known; known = idle.pop()) {
      if (!known.lost) return known;
      all.delete(known);
    }
    const environment = start();
    all.add(environment);
    return environment;
  };
  const release = (environment: ExecutionEnvironment): void => {
    if (environment.lost) all.delete(environment);
    else idle.push(environment);
    const next = waiting.shift();
    if (next) next();
    else busy -= 1;
  };

  return {
    async invoke(payload, requestId) {
      if (busy < limit) busy += 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      const environment = take();
      const started = performance.now();
      const outcome = await environment.invoke(payload, requestId);
      const ms = Math.round(performance.now() - started);
      release(environment);
      return { outcome, pid: environment.pid, ms };
    },
    stop() {
      for (const environment of all) environment.kill('SIGKILL');
    },
  };
}
