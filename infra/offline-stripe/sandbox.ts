import { type Account, clearAccount, createAccount } from './account';
import { Clock } from './clock';
import { Faults } from './controls/faults';
import { RequestLog, type RequestLogEntry } from './controls/request-log';
import { expandableFields } from './endpoints/expandable';
import { IdempotencyKeys } from './http/idempotency-keys';
import { RateLimit } from './http/rate-limit';
import type { Expandable } from './store/expand';
import { Deliveries } from './webhooks/deliveries';
import { Timers } from './webhooks/timers';

/** One Stripe account and all that surrounds it. */
export interface Sandbox {
  readonly account: Account;
  readonly clock: Clock;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
  readonly deliveries: Deliveries;
  readonly expandable: Expandable;
  readonly faults: Faults;
  readonly idempotencyKeys: IdempotencyKeys;
  readonly rateLimit: RateLimit;
  readonly requestLog: RequestLog;
  /** What is to happen of itself after a while. */
  readonly timers: Timers;
}

interface SandboxOptions {
  readonly closing: AbortSignal;
  /** Epoch milliseconds. */
  readonly wallClock: () => number;
  readonly log: (entry: RequestLogEntry) => void;
  readonly webhookRetryDelaysMs: readonly number[];
}

export function createSandbox(options: SandboxOptions): Sandbox {
  const { closing, log, wallClock, webhookRetryDelaysMs } = options;
  const clock = new Clock(wallClock);
  const account = createAccount(() => clock.now());
  return {
    account,
    clock,
    closing,
    deliveries: new Deliveries(account, webhookRetryDelaysMs, wallClock),
    expandable: expandableFields(account),
    faults: new Faults(),
    idempotencyKeys: new IdempotencyKeys(() => clock.now()),
    rateLimit: new RateLimit(() => clock.nowMs()),
    requestLog: new RequestLog(log),
    timers: new Timers(),
  };
}

/** Back to the start, except for the webhook endpoints. */
export function resetSandbox(sandbox: Sandbox): void {
  sandbox.deliveries.stop();
  sandbox.timers.giveUp();
  clearAccount(sandbox.account);
  sandbox.clock.reset();
  sandbox.faults.clear();
  sandbox.idempotencyKeys.clear();
  sandbox.rateLimit.perSecond = null;
  sandbox.requestLog.clear();
}
