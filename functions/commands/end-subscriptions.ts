import { openTable } from '../../lib/dynamo/client';
import { dueList } from '../../lib/dynamo/keys';
import { StripeDeniedError } from '../../lib/operation/errors';
import { readEnvironment } from '../../lib/runtime/environment';
import { dayInOneHour } from '../../lib/subscription/calendar-day';
import { endSubscription } from '../../lib/subscription/end-subscription';
import { commandParts, concurrencyFor, dueIn } from '../composition/command-parts';
import { stripeAccess } from '../composition/stripe-access';
import { subscriptionPorts } from '../composition/subscription-ports';
import { environments } from '../environments';
import { commandHandler } from './command-handler';

const env = readEnvironment(environments['end-subscriptions']);
const table = openTable(env.TABLE_NAME);
const ports = {
  ...subscriptionPorts(table, stripeAccess(table, env, 'batch')),
  timeZone: env.TIME_ZONE,
};

/** Command `end-subscriptions`: ends, with the period that is paid for, those whose end date has come. */
export const handler = commandHandler({
  ...commandParts('end-subscriptions', table),
  work: (options) => {
    // Behind whatever stands at that day: positions go on with `#` and an id.
    const until = `${dayInOneHour(Date.now(), env.TIME_ZONE)}$`;
    return {
      ...dueIn(table, [{ index: 'gsi6', list: dueList('subscription'), until }]),
      step: ({ id }) => endSubscription(id, options, ports),
      concurrency: concurrencyFor(env.STRIPE_ENDPOINT_RATE),
      stopsRun: (error) => error instanceof StripeDeniedError,
    };
  },
});
