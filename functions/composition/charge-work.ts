import { chargeDue } from '../../lib/charge/charge-due';
import type { CommandWork, RunOptions } from '../../lib/command/command';
import type { PauseSetting } from '../../lib/command/settings';
import type { Table } from '../../lib/dynamo/client';
import type { DueRecord } from '../../lib/dynamo/due';
import { dueList } from '../../lib/dynamo/keys';
import { settingsStore } from '../../lib/dynamo/settings-store';
import { StripeDeniedError } from '../../lib/operation/errors';
import { isoTime } from '../../lib/runtime/time';
import { chargePorts } from './charge-ports';
import { concurrencyFor, dueIn, NOTHING_DUE } from './command-parts';
import type { StripeAccess } from './stripe-access';

/** What `charge-stripe` does, by itself and by workers. `told`: of how the switch stands. */
export function chargeWork(
  table: Table,
  access: StripeAccess,
  env: { STRIPE_ENDPOINT_RATE: string },
  told: (switched: PauseSetting) => void = () => {},
) {
  const settings = settingsStore(table);
  const ports = chargePorts(table, access);
  return async (options: RunOptions): Promise<CommandWork<DueRecord>> => {
    const switched = await settings.paused();
    told(switched);
    const due = dueIn(table, [{ index: 'gsi6', list: dueList('charge'), until: isoTime() }]);
    return {
      ...(switched.paused ? NOTHING_DUE : due),
      ...(switched.paused && { note: 'Charging and refunding are paused.' }),
      step: ({ id }) => chargeDue(id, options, ports),
      concurrency: concurrencyFor(env.STRIPE_ENDPOINT_RATE),
      stopsRun: (error) => error instanceof StripeDeniedError,
    };
  };
}
