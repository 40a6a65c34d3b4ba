import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '../compare/item';
import { mirrored } from '../compare/mirrored';
import { money } from '../compare/money';
import type { World } from './world';

/** What the month came to. */
export interface Verdict {
  stored: number;
  signalled: number;
  parsed: number;
  objects: number;
  /** Requests that Stripe broke off over and shows no trace of: their outcome is certain only after a day. */
  waiting: number;
  /** In words. */
  differences: string[];
  doubled: number;
}

/** Compares records with Stripe, and what was told with what was made. */
export async function compare(world: World, made: string[]): Promise<Verdict> {
  const items = await itemsOf(world);
  const webhooks = new Map(items.flatMap((item) => (item['event_type'] ? [[item.id, item] as const] : [])));
  const told = new Set(await signalIds(world));
  const records = items.filter(({ kind }) =>
    ['customer', 'charge', 'subscription', 'coupon'].includes(kind ?? ''),
  );
  const underWay = items.filter(({ gsi5pk = '', gsi6pk = '' }) =>
    /unpublished|operation/.test(`${gsi5pk}${gsi6pk}`),
  );
  const open = underWay.filter((item) => !waitsForADay(item));
  const differences = [
    ...(await money(items, world.stripe)),
    ...(await mirrored(records, world.stripe)),
    ...open.map(({ kind, id, gsi5pk, gsi6pk }) => `${kind} ${id} is still under way: ${gsi5pk ?? gsi6pk}`),
  ];
  return {
    stored: made.filter((id) => webhooks.has(id)).length,
    signalled: made.filter((id) => told.has(`webhook_pre_parse:${id}:1`)).length,
    parsed: made.filter((id) => webhooks.get(id)?.['is_parsed'] === true).length,
    objects: records.length,
    waiting: underWay.length - open.length,
    differences,
    doubled: differences.filter((text) => /was paid \d+ times$/.test(text) && text.startsWith('I3')).length,
  };
}

function waitsForADay(item: Item): boolean {
  const operation = item['operation'] as { status: string } | undefined;
  return operation?.status === 'unknown' && item.gsi5pk === undefined;
}

async function itemsOf({ table }: World): Promise<Item[]> {
  const items: Item[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await table.client.send(
      new ScanCommand({
        TableName: table.name,
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from);
  return items;
}

async function signalIds(world: World): Promise<string[]> {
  const signals = (await world.local('GET', 'signals')) as { detail: { id: string } }[];
  return signals.map(({ detail }) => detail.id);
}
