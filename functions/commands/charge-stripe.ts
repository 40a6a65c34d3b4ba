import { openTable } from '../../lib/dynamo/client';
import { readEnvironment } from '../../lib/runtime/environment';
import { countMetrics } from '../../lib/runtime/metrics';
import { chargeWork } from '../composition/charge-work';
import { commandParts, fannedOut } from '../composition/command-parts';
import { stripeAccess } from '../composition/stripe-access';
import { environments } from '../environments';
import { commandHandler } from './command-handler';

const env = readEnvironment(environments['charge-stripe']);
const table = openTable(env.TABLE_NAME);
const count = countMetrics('charging', env.STAGE);

/** Command `charge-stripe`: charges what is due, has not failed, and is not a manual charge. */
export const handler = commandHandler({
  ...commandParts('charge-stripe', table),
  fanOut: fannedOut(table, env),
  work: chargeWork(table, stripeAccess(table, env, 'batch'), env, ({ paused: isPaused, updated }) => {
    // Silence is worse than an error: a pause that was forgotten has to be heard.
    if (isPaused && updated)
      count({ PausedMinutes: Math.floor((Date.now() - Date.parse(updated)) / 60_000) });
  }),
});
