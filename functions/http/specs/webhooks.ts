import * as v from 'valibot';
import { Timestamp } from '../../../lib/operation/view';
import { CREATED_FILTERS, Flag, TextFilter } from '../../../lib/runtime/http/list-query';
import { spec } from '../../../lib/runtime/http/spec';
import { WebhookView } from '../../../lib/webhook/webhook';
import { GatewayView, listOf } from './views';

export const receiveWebhookSpecs = {
  'POST /aa-stripe/webhooks': spec({
    operationId: 'receiveWebhook',
    summary: 'Take a signed event from Stripe. It is stored once and told of as webhook_pre_parse.',
    answers: {
      200: { means: 'It was received before.', body: GatewayView },
      201: { means: 'Stored.', body: v.object({ id: v.string(), is_parsed: v.boolean() }) },
      400: {
        means: 'The signature or the payload is not valid, or it is of the other livemode.',
        body: GatewayView,
      },
      413: { means: 'Too large; reconciliation fetches it.', body: GatewayView },
    },
  }),
};

export const operateWebhooksSpecs = {
  'GET /aa-stripe/webhooks': spec({
    operationId: 'listWebhooks',
    summary: 'List received events, newest first.',
    filters: { ...CREATED_FILTERS, type: TextFilter, is_parsed: Flag, failed: Flag },
    answers: { 200: { means: 'A page of webhooks.', body: listOf(WebhookView) } },
  }),
  'GET /aa-stripe/webhooks/{id}': spec({
    operationId: 'getWebhook',
    summary: 'Show a received event, with its text as `raw_data`.',
    answers: {
      200: {
        means: 'The webhook.',
        body: v.object({
          ...WebhookView.entries,
          /** Null once it was deleted. */
          raw_data: v.nullable(v.record(v.string(), v.unknown())),
          raw_data_expired_at: v.nullable(Timestamp),
        }),
      },
    },
  }),
  'POST /aa-stripe/webhooks/{id}/replay': spec({
    operationId: 'replayWebhook',
    summary: 'Tell of a received event once more, so that it is parsed again.',
    answers: {
      202: { means: 'It will be parsed again.', body: WebhookView },
      409: { means: 'Its raw data was deleted, or the same request is under way.' },
    },
  }),
};
