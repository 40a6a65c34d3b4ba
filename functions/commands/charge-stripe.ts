import { chargeDue } from '../../lib/charge/charge-due';
import { openTable } from '../../lib/dynamo/client';
import { dueList } from '../../lib/dynamo/keys';
import { settingsStore } from '../../lib/dynamo/settings-store';
import { StripeDeniedError } from '../../lib/operation/errors';
import { readEnvironment } from '../../lib/runtime/environment';
import { countMetrics } from '../../lib/runtime/metrics';
import { isoTime } from '../../lib/runtime/time';
import { chargePorts } from '../composition/charge-ports';
import { commandParts, concurrencyFor, dueIn, NOTHING_DUE } from '../composition/command-parts';
import { stripeAccess } from '../composition/stripe-access';
import { environments } from '../environments';
import { commandHandler } from './command-handler';

const env = readEnvironment(environments['charge-stripe']);
const table = openTable(env.TABLE_NAME);
const settings = settingsStore(table);
const count = countMetrics('charging', env.STAGE);
const ports = chargePorts(table, stripeAccess(table, env, 'batch'));

/** Command `charge-stripe`: charges what is due, has not failed, and is not a manual charge. */
export const handler = commandHandler({
  ...commandParts('charge-stripe', table),
  work: async (options) => {
    const { paused: isPaused, updated } = await settings.paused();
    // Silence is worse than an error: a pause that was forgotten has to be heard.
    if (isPaused && updated)
      count({ PausedMinutes: Math.floor((Date.now() - Date.parse(updated)) / 60_000) });
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
