import { openTable } from '../../lib/dynamo/client';
import { readEnvironment } from '../../lib/runtime/environment';
import { commandParts, fannedOut } from '../composition/command-parts';
import { recoverWork } from '../composition/recover-work';
import { stripeAccess } from '../composition/stripe-access';
import { environments } from '../environments';
import { commandHandler } from './command-handler';

const env = readEnvironment(environments['recover-operations']);
const table = openTable(env.TABLE_NAME);

/** Command `recover-operations`: settles writes to Stripe whose holder is gone or whose answer is unknown. */
export const handler = commandHandler({
  ...commandParts('recover-operations', table),
  fanOut: fannedOut(table, env),
  work: recoverWork(table, stripeAccess(table, env, 'batch'), env),
});
