import type { WebhookFilter, WebhookList } from '../webhook/ports';
import type { Table } from './client';
import { position } from './keys';
import { newestFirst, recordsOf } from './newest-first';
import { fromWebhookItem, WEBHOOK_ATTRIBUTES } from './webhook-item';

/** A filter that leaves out nearly everything must not read for ever; the cursor goes on from here. */
const MAX_READ = 1_000;
/** Every reading asks all shards, so it should bring something. */
const MIN_READ = 25;

/** Webhooks newest first, from the narrowest index that the filter allows. */
export function webhookList(table: Table): WebhookList {
  return {
    page: async (filter, after, limit) => {
      const source = sourceOf(filter);
      const webhooks = [];
      let from = after;
      const chunk = Math.max(limit, MIN_READ);
      for (let read = 0; read < MAX_READ; ) {
        const entries = await newestFirst(table, source.index, source.list, from, chunk);
        for (const item of await recordsOf(table, entries, WEBHOOK_ATTRIBUTES)) {
          const webhook = fromWebhookItem(item);
          if (!matches(webhook, filter)) continue;
          webhooks.push(webhook);
          if (webhooks.length === limit) return { webhooks, last: position(webhook.created, webhook.id) };
        }
        from = entries.at(-1)?.position ?? null;
        if (entries.length < chunk) return { webhooks, last: null };
        read += entries.length;
      }
      return { webhooks, last: from };
    },
  };
}

function sourceOf({ isParsed, failed }: WebhookFilter) {
  if (failed === true) return { index: 'gsi3', list: 'failed' } as const;
  if (isParsed === false) return { index: 'gsi5', list: 'unparsed' } as const;
  return { index: 'gsi4', list: 'webhook' } as const;
}

function matches(
  webhook: { is_parsed: boolean; parse_error: string | null },
  filter: WebhookFilter,
): boolean {
  return (
    (filter.isParsed === null || webhook.is_parsed === filter.isParsed) &&
    (filter.failed === null || (webhook.parse_error !== null) === filter.failed)
  );
}
