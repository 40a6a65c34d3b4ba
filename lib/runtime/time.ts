import { setTimeout as sleep } from 'node:timers/promises';
import type { Time } from '../operation/ports';

export const systemTime: Time = {
  now: Date.now,
  sleep: async (ms) => {
    await sleep(ms);
  },
};

/** ISO 8601, UTC. */
export function isoTime(ms: number = Date.now()): string {
  return new Date(ms).toISOString();
}
