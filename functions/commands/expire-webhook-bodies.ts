import { openTable } from '../../lib/dynamo/client';
import { BODIES } from '../../lib/dynamo/keys';
import { webhookStore } from '../../lib/dynamo/webhook-store';
import { readEnvironment } from '../../lib/runtime/environment';
import { payloadStore } from '../../lib/s3/payload-store';
import { expireBody } from '../../lib/webhook/expire-bodies';
import { commandParts, dueIn, NOTHING_DUE } from '../composition/command-parts';
import { environments } from '../environments';
import { commandHandler } from './command-handler';

const env = readEnvironment(environments['expire-webhook-bodies']);
const table = openTable(env.TABLE_NAME);
const ports = { webhooks: webhookStore(table, payloadStore(env.PAYLOAD_BUCKET)), now: Date.now };

/** 0: kept for ever. */
const days = Number(env.WEBHOOK_BODY_DAYS);
const DAY_MS = 24 * 3600_000;

/** Command `expire-webhook-bodies`: deletes the raw data of finished webhooks that are old enough. */
export const handler = commandHandler({
  ...commandParts('expire-webhook-bodies', table),
  work: (options) => ({
    ...(days > 0 ? dueIn(table, [{ index: 'gsi6', list: BODIES, until: daysAgo(days) }]) : NOTHING_DUE),
    ...(days === 0 && { note: 'webhookBodyDays is not set: raw data is kept for ever.' }),
    step: ({ id }) => expireBody(id, options, ports),
    concurrency: 10,
    stopsRun: () => false,
  }),
});

function daysAgo(count: number): string {
  return new Date(Date.now() - count * DAY_MS).toISOString();
}
