import type { CommandWork, RunOptions } from '../../lib/command/command';
import type { Table } from '../../lib/dynamo/client';
import type { DueRecord } from '../../lib/dynamo/due';
import { dueList } from '../../lib/dynamo/keys';
import { StripeDeniedError } from '../../lib/operation/errors';
import { dayInOneHour } from '../../lib/subscription/calendar-day';
import { endSubscription } from '../../lib/subscription/end-subscription';
import { concurrencyFor, dueIn } from './command-parts';
import type { StripeAccess } from './stripe-access';
import { subscriptionPorts } from './subscription-ports';

/** What `end-subscriptions` does, by itself and by workers. */
export function endWork(
  table: Table,
  access: StripeAccess,
  env: { STRIPE_ENDPOINT_RATE: string; TIME_ZONE: string },
) {
  const ports = { ...subscriptionPorts(table, access), timeZone: env.TIME_ZONE };
  return (options: RunOptions): CommandWork<DueRecord> => {
    // Behind whatever stands at that day: positions go on with `#` and an id.
    const until = `${dayInOneHour(Date.now(), env.TIME_ZONE)}$`;
    return {
      ...dueIn(table, [{ index: 'gsi6', list: dueList('subscription'), until }]),
      step: ({ id }) => endSubscription(id, options, ports),
      concurrency: concurrencyFor(env.STRIPE_ENDPOINT_RATE),
      stopsRun: (error) => error instanceof StripeDeniedError,
    };
  };
}
