import * as v from 'valibot';
import type { CommandWork, RunOptions } from '../../lib/command/command';
import type { Table } from '../../lib/dynamo/client';
import { type DueRecord, readRecord } from '../../lib/dynamo/due';
import { StripeDeniedError } from '../../lib/operation/errors';
import { countMetrics } from '../../lib/runtime/metrics';
import { isoTime } from '../../lib/runtime/time';
import { concurrencyFor, dueIn } from './command-parts';
import { recoveries } from './recoveries';
import type { StripeAccess } from './stripe-access';

/** Recovery settles what can be settled within minutes; what is older waits for Stripe, or for a person. */
const TOO_LONG_MS = 3600_000;

const OfKind = v.object({
  kind: v.string(),
  operation: v.optional(v.nullable(v.object({ first_sent_at: v.string() }))),
});

/** What `recover-operations` does, by itself and by workers. */
export function recoverWork(
  table: Table,
  access: StripeAccess,
  env: { STRIPE_ENDPOINT_RATE: string; STAGE: string },
) {
  const recover = recoveries(table, access);
  const count = countMetrics('operations', env.STAGE);
  return (options: RunOptions): CommandWork<DueRecord> => {
    let openTooLong = 0;
    return {
      ...dueIn(table, [{ index: 'gsi6', list: 'operation', until: isoTime() }]),
      step: async (due) => {
        const item = await readRecord(table, due);
        if (!item) return 'skipped';
        const { kind, operation } = v.parse(OfKind, item);
        const recovery = recover[kind];
        if (!recovery) throw new Error(`Nobody knows how to recover a ${kind}.`);
        const isOld = Date.now() - Date.parse(operation?.first_sent_at ?? isoTime()) > TOO_LONG_MS;
        if (isOld) openTooLong += 1;
        const step = await recovery(item, options);
        if (isOld && step === 'changed') openTooLong -= 1;
        return step;
      },
      conclude: async () => {
        if (openTooLong > 0) count({ OpenTooLong: openTooLong });
      },
      concurrency: concurrencyFor(env.STRIPE_ENDPOINT_RATE),
      stopsRun: (error) => error instanceof StripeDeniedError,
    };
  };
}
