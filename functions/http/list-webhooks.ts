import { openTable } from '../../lib/dynamo/client';
import { webhookList } from '../../lib/dynamo/webhook-list';
import { readEnvironment } from '../../lib/runtime/environment';
import { answer } from '../../lib/runtime/http/answer';
import { httpHandler } from '../../lib/runtime/http/http-handler';
import { listQuery } from '../../lib/runtime/http/list-query';
import { ownerOf } from '../../lib/runtime/http/owner';
import { logger } from '../../lib/runtime/logger';
import { presentWebhook } from '../../lib/webhook/webhook';
import { environments } from '../environments';

const env = readEnvironment(environments['list-webhooks']);
const webhooks = webhookList(openTable(env.TABLE_NAME));

/** `GET /aa-stripe/webhooks?is_parsed=&failed=&limit=&cursor=`, for operators, newest first. */
export const handler = httpHandler(logger('list-webhooks'), async (event) => {
  const query = listQuery(event, ['is_parsed', 'failed'], ownerOf(event, 'sub'), Date.now());
  const filter = { isParsed: query.flags.is_parsed, failed: query.flags.failed };
  const page = await webhooks.page(filter, query.after, query.limit);
  return answer(200, {
    results: page.webhooks.map(presentWebhook),
    next: page.last === null ? null : query.cursorAt(page.last),
  });
});
