import { openTable } from '../../lib/dynamo/client';
import { countDue } from '../../lib/dynamo/due';
import { overdueSources, sweepStore } from '../../lib/dynamo/sweep-store';
import { readEnvironment } from '../../lib/runtime/environment';
import { payloadStore } from '../../lib/s3/payload-store';
import { sweepRecord } from '../../lib/signals/sweep';
import { commandParts } from '../composition/command-parts';
import { countedBus } from '../composition/counted-bus';
import { environments } from '../environments';
import { commandHandler } from './command-handler';

const env = readEnvironment(environments.sweep);
const table = openTable(env.TABLE_NAME);
const store = sweepStore({
  table,
  payloads: payloadStore(env.PAYLOAD_BUCKET),
  rawDataOnBus: env.RAW_DATA_ON_BUS === 'true',
});
const bus = countedBus(env.BUS_NAME, env.STAGE);
const parts = commandParts('sweep', table);
const ports = { store, bus, now: Date.now };

/** Command `sweep`: publishes signals that the stream has lost. */
export const handler = commandHandler({
  ...parts,
  work: (options) => ({
    due: (after) => store.overdue(after, Date.now(), options.olderThan),
    count: () => countDue(table, overdueSources(Date.now(), options.olderThan)),
    step: (due) => sweepRecord(due, options, ports),
    conclude: async () => {
      const { signals, published } = bus.tell();
      if (signals > 0) parts.log.warn('signals published late', { signals, published });
    },
    concurrency: 10,
    stopsRun: () => false,
  }),
});
