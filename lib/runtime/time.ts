import { setTimeout as sleep } from 'node:timers/promises';
import type { Time } from '../operation/ports';

export const systemTime: Time = {
  now: Date.now,
  sleep: async (ms) => {
    await sleep(ms);
  },
};
