import { insertWebhook } from '../../lib/dynamo/insert-webhook';
import { putNewAlone } from '../../lib/dynamo/put-new-alone';
import { readEnvironment } from '../../lib/runtime/environment';
import { type Answer, answer } from '../../lib/runtime/http/answer';
import { httpHandler } from '../../lib/runtime/http/http-handler';
import { rawBody } from '../../lib/runtime/http/raw-body';
import { logger } from '../../lib/runtime/logger';
import { countMetrics } from '../../lib/runtime/metrics';
import { payloadStore } from '../../lib/s3/payload-store';
import { stripeSecret } from '../../lib/secrets-manager/stripe-secret';
import { receiveWebhook } from '../../lib/webhook/receive-webhook';
import { environments } from '../environments';

const env = readEnvironment(environments['receive-webhook']);
const log = logger('receive-webhook');
const count = countMetrics('webhooks', env.STAGE);
const secret = stripeSecret(env.STRIPE_SECRET_ARN);
const ports = {
  webhooks: { insert: insertWebhook(putNewAlone(env.TABLE_NAME), payloadStore(env.PAYLOAD_BUCKET)) },
  secrets: async (fresh: boolean) => (await secret(fresh)).webhookSecrets,
  now: Date.now,
};

/** `POST /aa-stripe/webhooks`: Stripe's deliveries. */
export const handler = httpHandler(log, async (event): Promise<Answer> => {
  const delivery = { body: rawBody(event), signature: event.headers['stripe-signature'] };
  const received = await receiveWebhook(delivery, env.LIVEMODE === 'true', ports);
  switch (received.outcome) {
    case 'stored':
      log.info('webhook stored', {
        correlation_id: received.webhook.id,
        event_type: received.webhook.event_type,
      });
      return answer(201, { id: received.webhook.id, is_parsed: false });
    case 'duplicate':
      log.info('webhook already received', { correlation_id: received.id });
      return answer(200, { message: 'already received' });
    case 'too-large':
      log.warn('webhook refused', { reason: 'too large' });
      return answer(413, { message: 'Request Entity Too Large' });
    case 'refused':
      if (received.why === 'signature') count({ SignaturesRefused: 1 });
      if (received.why === 'mode') count({ OtherModeRefused: 1 });
      log.warn('webhook refused', { reason: received.message });
      return answer(400, { message: received.message });
  }
});
