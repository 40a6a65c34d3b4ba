import * as v from 'valibot';
import { openTable } from '../../lib/dynamo/client';
import { type DueRecord, readRecord } from '../../lib/dynamo/due';
import { StripeDeniedError } from '../../lib/operation/errors';
import { readEnvironment } from '../../lib/runtime/environment';
import { isoTime } from '../../lib/runtime/time';
import { commandParts, concurrencyFor, dueIn } from '../composition/command-parts';
import { recoveries } from '../composition/recoveries';
import { stripeAccess } from '../composition/stripe-access';
import { environments } from '../environments';
import { commandHandler } from './command-handler';

const env = readEnvironment(environments['recover-operations']);
const table = openTable(env.TABLE_NAME);
const recover = recoveries(table, stripeAccess(table, env, 'batch'));

const OfKind = v.object({ kind: v.string() });

/** Command `recover-operations`: settles writes to Stripe whose holder is gone or whose answer is unknown. */
export const handler = commandHandler({
  ...commandParts('recover-operations', table),
  work: (options) => ({
    ...dueIn(table, [{ index: 'gsi6', list: 'operation', until: isoTime() }]),
    step: async (due: DueRecord) => {
      const item = await readRecord(table, due);
      if (!item) return 'skipped';
      const { kind } = v.parse(OfKind, item);
      const recovery = recover[kind];
      if (!recovery) throw new Error(`Nobody knows how to recover a ${kind}.`);
      return recovery(item, options);
    },
    concurrency: concurrencyFor(env.STRIPE_ENDPOINT_RATE),
    stopsRun: (error) => error instanceof StripeDeniedError,
  }),
});
