import { openTable } from '../../lib/dynamo/client';
import { readEnvironment } from '../../lib/runtime/environment';
import { commandParts, fannedOut } from '../composition/command-parts';
import { releaseWork } from '../composition/release-work';
import { stripeAccess } from '../composition/stripe-access';
import { environments } from '../environments';
import { commandHandler } from './command-handler';

const env = readEnvironment(environments['release-imported']);
const table = openTable(env.TABLE_NAME);

/** Command `release-imported`: looks for the payments of imported charges at Stripe, then lets them go. */
export const handler = commandHandler({
  ...commandParts('release-imported', table),
  fanOut: fannedOut(table, env),
  work: releaseWork(table, stripeAccess(table, env, 'batch'), env),
});
