import { runCommand } from '../../lib/command/run-command';
import { recoverOperation } from '../../lib/customer/recover-operation';
import { openTable } from '../../lib/dynamo/client';
import { fromCustomerItem } from '../../lib/dynamo/customer-item';
import { dueRecords, readRecord } from '../../lib/dynamo/due';
import { positionStore } from '../../lib/dynamo/position-store';
import { StripeDeniedError } from '../../lib/operation/errors';
import { describeError } from '../../lib/runtime/describe-error';
import { readEnvironment } from '../../lib/runtime/environment';
import { logger } from '../../lib/runtime/logger';
import { customerPorts } from '../composition/customer-ports';
import { environments } from '../environments';
import { commandHandler } from './command-handler';

const env = readEnvironment(environments['recover-operations']);
const table = openTable(env.TABLE_NAME);
const ports = customerPorts(table, env.STRIPE_SECRET_ARN);

/** Command `recover-operations`: settles writes to Stripe whose holder is gone or whose answer is unknown. */
export const handler = commandHandler(logger('recover-operations'), (options) =>
  runCommand(
    {
      name: 'recover-operations',
      due: (after) =>
        dueRecords(table, [{ index: 'gsi6', list: 'operation', until: new Date().toISOString() }], after),
      step: async (due) => {
        const item = await readRecord(table, due);
        return item ? recoverOperation(fromCustomerItem(item), options, ports) : 'skipped';
      },
      stopsRun: (error) => error instanceof StripeDeniedError,
      describe: (error) => describeError(error).message,
      positions: positionStore(table),
      now: Date.now,
    },
    options,
  ),
);
