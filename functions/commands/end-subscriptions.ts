import { openTable } from '../../lib/dynamo/client';
import { readEnvironment } from '../../lib/runtime/environment';
import { commandParts, fannedOut } from '../composition/command-parts';
import { endWork } from '../composition/end-work';
import { stripeAccess } from '../composition/stripe-access';
import { environments } from '../environments';
import { commandHandler } from './command-handler';

const env = readEnvironment(environments['end-subscriptions']);
const table = openTable(env.TABLE_NAME);

/** Command `end-subscriptions`: ends, with the period that is paid for, those whose end date has come. */
export const handler = commandHandler({
  ...commandParts('end-subscriptions', table),
  fanOut: fannedOut(table, env),
  work: endWork(table, stripeAccess(table, env, 'batch'), env),
});
