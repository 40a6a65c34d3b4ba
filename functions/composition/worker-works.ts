import type { CommandWork, FannedOut, RunOptions } from '../../lib/command/command';
import type { Table } from '../../lib/dynamo/client';
import type { DueRecord } from '../../lib/dynamo/due';
import { chargeWork } from './charge-work';
import { workerConcurrency } from './command-parts';
import { endWork } from './end-work';
import { recoverWork } from './recover-work';
import { releaseWork } from './release-work';
import type { StripeAccess } from './stripe-access';

export interface WorkerVariables {
  STRIPE_ENDPOINT_RATE: string;
  STAGE: string;
  TIME_ZONE: string;
  FAN_OUT_WORKERS: string;
}

type Work = (options: RunOptions) => CommandWork<DueRecord> | Promise<CommandWork<DueRecord>>;

/** What workers do for each command that gives them records: its own step, with their part of the rate. */
export function workerWorks(
  table: Table,
  access: StripeAccess,
  env: WorkerVariables,
): Record<FannedOut, (options: RunOptions) => Promise<CommandWork<DueRecord>>> {
  const concurrency = workerConcurrency(env.STRIPE_ENDPOINT_RATE, env.FAN_OUT_WORKERS);
  const paced = (work: Work) => async (options: RunOptions) => ({ ...(await work(options)), concurrency });
  return {
    'charge-stripe': paced(chargeWork(table, access, env)),
    'end-subscriptions': paced(endWork(table, access, env)),
    'recover-operations': paced(recoverWork(table, access, env)),
    'release-imported': paced(releaseWork(table, access, env)),
  };
}
