import { setTimeout as sleep } from 'node:timers/promises';

/** A function's process: loads the bundle it is given and answers one invocation after the other. */
export interface Invocation {
  event: unknown;
  /** What is left of the function's time when it is called. */
  remainingMs: number;
}

export interface Invoked {
  result: unknown;
  error: string | null;
  /** What the invocation took of a core. */
  cpuMs: number;
  /** After the invocation, and after what nobody holds any more was collected. */
  memory: { heapMb: number; rssMb: number };
}

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

const [, , file = ''] = process.argv;
const { handler }: { handler: Handler } = require(file);

process.on('disconnect', () => process.exit(0));
process.on('message', async ({ event, remainingMs }: Invocation) => {
  const before = process.cpuUsage();
  const deadline = Date.now() + remainingMs;
  const context = { getRemainingTimeInMillis: () => deadline - Date.now() };
  const answer = await handler(event, context).then(
    (result) => ({ result, error: null }),
    (error: unknown) => ({ result: null, error: error instanceof Error ? error.message : String(error) }),
  );
  const { user, system } = process.cpuUsage(before);
  // Sockets that were answered are let go of in a turn of their own.
  await sleep(20);
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const invoked: Invoked = {
    ...answer,
    cpuMs: (user + system) / 1000,
    memory: { heapMb: heapUsed / 2 ** 20, rssMb: rss / 2 ** 20 },
  };
  process.send?.(invoked);
});
