import * as v from 'valibot';
import { openTable } from '../../lib/dynamo/client';
import { type DueRecord, readRecord } from '../../lib/dynamo/due';
import { StripeDeniedError } from '../../lib/operation/errors';
import { readEnvironment } from '../../lib/runtime/environment';
import { countMetrics } from '../../lib/runtime/metrics';
import { isoTime } from '../../lib/runtime/time';
import { commandParts, concurrencyFor, dueIn } from '../composition/command-parts';
import { recoveries } from '../composition/recoveries';
import { stripeAccess } from '../composition/stripe-access';
import { environments } from '../environments';
import { commandHandler } from './command-handler';

const env = readEnvironment(environments['recover-operations']);
const table = openTable(env.TABLE_NAME);
const recover = recoveries(table, stripeAccess(table, env, 'batch'));

const count = countMetrics('operations', env.STAGE);

/** Recovery settles what can be settled within minutes; what is older waits for Stripe, or for a person. */
const TOO_LONG_MS = 3600_000;

const OfKind = v.object({
  kind: v.string(),
  operation: v.optional(v.nullable(v.object({ first_sent_at: v.string() }))),
});

/** Command `recover-operations`: settles writes to Stripe whose holder is gone or whose answer is unknown. */
export const handler = commandHandler({
  ...commandParts('recover-operations', table),
  work: (options) => {
    let openTooLong = 0;
    return {
      ...dueIn(table, [{ index: 'gsi6', list: 'operation', until: isoTime() }]),
      step: async (due: DueRecord) => {
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
  },
});
