import { openTable } from '../../lib/dynamo/client';
import { webhookList } from '../../lib/dynamo/webhook-list';
import { webhookStore } from '../../lib/dynamo/webhook-store';
import { readEnvironment } from '../../lib/runtime/environment';
import { answer, detail, notFound } from '../../lib/runtime/http/answer';
import { createdRange } from '../../lib/runtime/http/list-query';
import { pathId } from '../../lib/runtime/http/path-id';
import { serveRoutes } from '../../lib/runtime/http/serve-routes';
import { logger } from '../../lib/runtime/logger';
import { payloadStore } from '../../lib/s3/payload-store';
import { withRawData } from '../../lib/webhook/raw-data';
import { replayWebhook } from '../../lib/webhook/replay-webhook';
import { presentWebhook } from '../../lib/webhook/webhook';
import { servingOperators } from '../composition/serving';
import { environments } from '../environments';
import { pageAnswer } from './page-answer';
import { operateWebhooksSpecs } from './specs/webhooks';

const env = readEnvironment(environments['operate-webhooks']);
const log = logger('operate-webhooks');
const table = openTable(env.TABLE_NAME);
const webhooks = webhookStore(table, payloadStore(env.PAYLOAD_BUCKET));
const list = webhookList(table);

/** Received events, for operators. */
export const handler = serveRoutes(log, operateWebhooksSpecs, servingOperators(table), {
  'GET /aa-stripe/webhooks': async ({ query: { filters, after, limit, cursorAt } }) => {
    const { is_parsed: isParsed, failed, type } = filters;
    const filter = { isParsed, failed, type, created: createdRange(filters) };
    return pageAnswer(log, await list.page(filter, after, limit), cursorAt, presentWebhook);
  },

  'GET /aa-stripe/webhooks/{id}': async ({ event }) => {
    const found = await webhooks.find(pathId(event, 'id', 255));
    if (!found) return notFound;
    const { raw_expired_at } = found.webhook;
    const shown = { ...presentWebhook(found.webhook), raw_data_expired_at: raw_expired_at };
    return answer(200, { json: withRawData(shown, (await found.rawText()) ?? 'null') });
  },

  'POST /aa-stripe/webhooks/{id}/replay': async ({ event }) => {
    const replayed = await replayWebhook(pathId(event, 'id', 255), { webhooks, now: Date.now });
    if (replayed.outcome === 'not-found') return notFound;
    const { webhook } = replayed;
    if (replayed.outcome === 'expired') {
      return detail(409, `Its raw data was deleted on ${webhook.raw_expired_at}: it cannot be replayed.`);
    }
    log.info('webhook replay asked for', { id: webhook.id, replay: webhook.replays });
    return answer(202, presentWebhook(webhook));
  },
});
