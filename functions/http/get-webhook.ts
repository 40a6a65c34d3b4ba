import { openTable } from '../../lib/dynamo/client';
import { webhookStore } from '../../lib/dynamo/webhook-store';
import { readEnvironment } from '../../lib/runtime/environment';
import { answer, notFound } from '../../lib/runtime/http/answer';
import { httpHandler } from '../../lib/runtime/http/http-handler';
import { pathId } from '../../lib/runtime/http/path-id';
import { logger } from '../../lib/runtime/logger';
import { payloadStore } from '../../lib/s3/payload-store';
import { withRawData } from '../../lib/webhook/raw-data';
import { presentWebhook } from '../../lib/webhook/webhook';
import { environments } from '../environments';

const env = readEnvironment(environments['get-webhook']);
const webhooks = webhookStore(openTable(env.TABLE_NAME), payloadStore(env.PAYLOAD_BUCKET));

/** `GET /aa-stripe/webhooks/{id}`, for operators, with the event as `raw_data`. */
export const handler = httpHandler(logger('get-webhook'), async (event) => {
  const found = await webhooks.find(pathId(event, 'id', 255));
  if (!found) return notFound;
  return answer(200, { json: withRawData(presentWebhook(found.webhook), await found.rawText()) });
});
