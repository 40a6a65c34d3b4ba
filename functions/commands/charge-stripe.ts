import { chargeDue } from '../../lib/charge/charge-due';
import { openTable } from '../../lib/dynamo/client';
import { dueList } from '../../lib/dynamo/keys';
import { StripeDeniedError } from '../../lib/operation/errors';
import { readEnvironment } from '../../lib/runtime/environment';
import { isoTime } from '../../lib/runtime/time';
import { chargePorts } from '../composition/charge-ports';
import { commandParts, concurrencyFor, dueIn, NOTHING_DUE } from '../composition/command-parts';
import { stripeAccess } from '../composition/stripe-access';
import { environments } from '../environments';
import { commandHandler } from './command-handler';

const env = readEnvironment(environments['charge-stripe']);
const table = openTable(env.TABLE_NAME);
const ports = chargePorts(table, stripeAccess(table, env, 'batch'));

/** Command `charge-stripe`: charges what is due, has not failed, and is not a manual charge. */
export const handler = commandHandler({
  ...commandParts('charge-stripe', table),
  work: async (options) => {
    const isPaused = await ports.isPaused();
    const due = dueIn(table, [{ index: 'gsi6', list: dueList('charge'), until: isoTime() }]);
    return {
      ...(isPaused ? NOTHING_DUE : due),
      ...(isPaused && { note: 'Charging and refunding are paused.' }),
      step: ({ id }) => chargeDue(id, options, ports),
      concurrency: concurrencyFor(env.STRIPE_ENDPOINT_RATE),
      stopsRun: (error) => error instanceof StripeDeniedError,
    };
  },
});
