import { runCommand } from '../../lib/command/run-command';
import { openTable } from '../../lib/dynamo/client';
import { positionStore } from '../../lib/dynamo/position-store';
import { sweepStore } from '../../lib/dynamo/sweep-store';
import { signalBus } from '../../lib/eventbridge/signal-bus';
import { describeError } from '../../lib/runtime/describe-error';
import { readEnvironment } from '../../lib/runtime/environment';
import { logger } from '../../lib/runtime/logger';
import { payloadStore } from '../../lib/s3/payload-store';
import { sweepRecord } from '../../lib/signals/sweep';
import { environments } from '../environments';
import { commandHandler } from './command-handler';

const env = readEnvironment(environments.sweep);
const table = openTable(env.TABLE_NAME);
const store = sweepStore({
  table,
  payloads: payloadStore(env.PAYLOAD_BUCKET),
  rawDataOnBus: env.RAW_DATA_ON_BUS === 'true',
});
const ports = { store, bus: signalBus(env.BUS_NAME), now: Date.now };

/** Command `sweep`: publishes signals that the stream has lost. */
export const handler = commandHandler(logger('sweep'), (options) =>
  runCommand(
    {
      name: 'sweep',
      due: (after) => store.overdue(after, Date.now(), options.olderThan),
      step: (due) => sweepRecord(due, options, ports),
      stopsRun: () => false,
      describe: (error) => describeError(error).message,
      positions: positionStore(table),
      now: Date.now,
    },
    options,
  ),
);
