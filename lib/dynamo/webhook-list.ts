import type { WebhookFilter, WebhookList } from '../webhook/ports';
import type { Table } from './client';
import { shardPks } from './keys';
import type { ListSource } from './newest-first';
import { pageOf } from './page-of';
import { fromWebhookItem, WEBHOOK_ATTRIBUTES } from './webhook-item';

/** Webhooks newest first, from the narrowest index that the filter allows. */
export function webhookList(table: Table): WebhookList {
  return {
    page: (filter, after, limit) =>
      pageOf(
        table,
        {
          source: sourceOf(filter),
          created: filter.created,
          attributes: WEBHOOK_ATTRIBUTES,
          fromItem: fromWebhookItem,
          matches: (webhook) => matches(webhook, filter),
        },
        after,
        limit,
      ),
  };
}

function sourceOf({ isParsed, failed }: WebhookFilter): ListSource {
  if (failed === true) return { index: 'gsi3', pks: shardPks('failed') };
  if (isParsed === false) return { index: 'gsi5', pks: shardPks('unparsed') };
  return { index: 'gsi4', pks: shardPks('webhook') };
}

function matches(
  webhook: { is_parsed: boolean; parse_error: string | null; event_type: string },
  filter: WebhookFilter,
): boolean {
  return (
    (filter.isParsed === null || webhook.is_parsed === filter.isParsed) &&
    (filter.type == null || webhook.event_type === filter.type) &&
    (filter.failed === null || (webhook.parse_error !== null) === filter.failed)
  );
}
