import { openTable } from '../../lib/dynamo/client';
import { storedWebhooks } from '../../lib/dynamo/stored-webhooks';
import { webhookStore } from '../../lib/dynamo/webhook-store';
import { readEnvironment } from '../../lib/runtime/environment';
import { systemTime } from '../../lib/runtime/time';
import { payloadStore } from '../../lib/s3/payload-store';
import { replayChosen } from '../../lib/webhook/replay-chosen';
import { NOTHING_CHOSEN } from '../../lib/webhook/webhook-choice';
import { commandParts } from '../composition/command-parts';
import { environments } from '../environments';
import { commandHandler } from './command-handler';

const env = readEnvironment(environments['replay-webhooks']);
const table = openTable(env.TABLE_NAME);
const ports = {
  webhooks: webhookStore(table, payloadStore(env.PAYLOAD_BUCKET)),
  ...storedWebhooks(table),
  now: Date.now,
  time: systemTime,
};

/** Command `replay-webhooks`: tells of chosen webhooks once more, so that they are parsed again. */
export const handler = commandHandler({
  ...commandParts('replay-webhooks', table),
  work: (options) => {
    if (!options.webhooks) throw new Error(NOTHING_CHOSEN);
    return replayChosen(options.webhooks, options, ports);
  },
});
