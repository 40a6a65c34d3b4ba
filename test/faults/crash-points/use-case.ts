import type { FunctionName } from '../../../functions/environments';
import type { Platform } from '../platform/platform';
import type { clientOf } from './client';

export type Client = ReturnType<typeof clientOf>;

/** Something that the product is for, as a client or a schedule would have it. */
export interface UseCase {
  name: string;
  /** What has happened before; nothing goes wrong in it. */
  prepare?(scene: Stage): Promise<void>;
  /** Every call made from here on is tried with every fault. */
  act(scene: Stage): Promise<void>;
  /** Commands that go on running by their schedule afterwards. */
  schedules?: FunctionName[];
}

export interface Stage {
  platform: Platform;
  client: Client;
  /** What `prepare` leaves for `act`. */
  known: Record<string, string>;
}
