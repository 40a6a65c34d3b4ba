import { createHash } from 'node:crypto';
import { INDEXES } from '../../lib/dynamo/keys';
import { toWebhookItem } from '../../lib/dynamo/webhook-item';

/** What one partition of a table or an index takes, in write units a second. */
const PARTITION_LIMIT = 1_000;

/**
 * How many writes a second the busiest key of the table and of each index gets while so many webhooks a second are
 * accepted and parsed, by the product's own key builders.
 */
export function hotKeys(rates: number[]): Record<string, ReturnType<typeof busiest>> {
  return Object.fromEntries(rates.map((rate) => [`${rate} webhooks a second`, busiest(rate)]));
}

function busiest(rate: number) {
  const writes = new Map<string, number>();
  const add = (place: string, key: unknown) => {
    if (typeof key !== 'string') return;
    const name = `${place} ${key}`;
    writes.set(name, (writes.get(name) ?? 0) + 1);
  };
  const now = '2026-01-01T00:00:00.000Z';
  for (let i = 0; i < rate; i += 1) {
    const id = `evt_${createHash('sha256').update(String(i)).digest('hex').slice(0, 24)}`;
    const accepted = toWebhookItem({
      id,
      event_type: 'charge.succeeded',
      livemode: true,
      created: now,
      updated: now,
      version: 1,
      is_parsed: false,
      parse_error: null,
      replays: 0,
      raw_expired_at: null,
      about: null,
    });
    // Accepted, then parsed: two writes of the item, and its entry among the unparsed is made and taken out.
    for (const key of [accepted['pk'], accepted['pk']]) add('table', key);
    for (const index of INDEXES)
      for (let write = 0; write < (index === 'gsi5' ? 2 : 1); write += 1) add(index, accepted[`${index}pk`]);
  }
  const [place = '', most = 0] = [...writes].sort(([, a], [, b]) => b - a)[0] ?? [];
  return {
    'busiest key': place,
    'writes a second': most,
    'of a partition': `${Math.round((100 * most) / PARTITION_LIMIT)} %`,
  };
}
