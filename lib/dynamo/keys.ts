/**
 * The table's keys, all built here.
 *
 * | access pattern                                  | key                                                    | consistent |
 * | ----------------------------------------------- | ------------------------------------------------------ | ---------- |
 * | customers of an owner; one of them by any id    | pk `owner#<owner>`, sk `customer#<id>`                 | yes        |
 * | customer by Stripe id                           | gsi1 `stripe#<cus_…>`                                  | no         |
 * | customer by own id                              | gsi2 `id#<scus_…>`                                     | no         |
 * | customers, newest first                         | gsi4 `customer#<shard>`, `<created>#<id>`              | no         |
 * | webhook by event id                             | pk `webhook#<evt_…>`, sk `webhook`                     | yes        |
 * | webhooks, newest first                          | gsi4 `webhook#<shard>`, `<created>#<id>`               | no         |
 * | webhooks that failed, newest first (sparse)     | gsi3 `failed#<shard>`, `<created>#<id>`                | no         |
 * | webhooks not yet parsed (sparse)                | gsi5 `unparsed#<shard>`, `<created>#<id>`              | no         |
 * | records with an unpublished signal (sparse)     | gsi5 `unpublished#<shard>`, `<since>#<id>`             | no         |
 * | operations by the end of their lease (sparse)   | gsi6 `operation#<shard>`, `<lease_until>#<id>`         | no         |
 * | answer of a request with an Idempotency-Key     | pk `idempotency#<digest>`, sk `idempotency`            | yes        |
 * | saved position of a command                     | pk `command#<name>`, sk `position`                     | yes        |
 *
 * Customers live in their owner's partition so that what decides about money and access, "which card is
 * this owner's newest", is a consistent read, and so that no route can reach past its owner.
 * Whatever every webhook writes is spread over shards: one partition takes 1,000 small writes a second.
 * Indexes project keys only, so updating a record costs them nothing unless a key of theirs changes.
 * gsi7 and gsi8 are shipped unused: CloudFormation adds one index an update.
 */
export interface Key {
  pk: string;
  sk: string;
}

export const INDEXES = ['gsi1', 'gsi2', 'gsi3', 'gsi4', 'gsi5', 'gsi6', 'gsi7', 'gsi8'] as const;
export type Index = (typeof INDEXES)[number];

export const SHARDS = 8;

export type ShardedList = 'customer' | 'webhook' | 'failed' | 'unparsed' | 'unpublished' | 'operation';

export const customerKey = (owner: string, id: string): Key => ({ pk: ownerPk(owner), sk: `customer#${id}` });
export const ownerPk = (owner: string): string => `owner#${owner}`;
export const webhookKey = (id: string): Key => ({ pk: `webhook#${id}`, sk: 'webhook' });
export const idempotencyKey = (digest: string): Key => ({ pk: `idempotency#${digest}`, sk: 'idempotency' });
export const commandKey = (name: string): Key => ({ pk: `command#${name}`, sk: 'position' });
export const stripeIdPk = (stripeId: string): string => `stripe#${stripeId}`;
export const ownIdPk = (id: string): string => `id#${id}`;

/** The record's own id: webhooks carry it in the partition key, all else in the sort key. */
export const recordIdOf = ({ pk, sk }: Key): string => (sk === 'webhook' ? pk : sk).replace(/^[^#]*#/, '');

/** Position in a list: by time, and by id where times are equal. */
export const position = (time: string, id: string): string => `${time}#${id}`;

/** The partition of a list that this id belongs to. */
export const shardOf = (list: ShardedList, id: string): string => shardPk(list, hash(id) % SHARDS);
export const shardPk = (list: ShardedList, shard: number): string => `${list}#${shard}`;
export const shardPks = (list: ShardedList): string[] =>
  Array.from({ length: SHARDS }, (_, shard) => shardPk(list, shard));

/** FNV-1a: spreads ids evenly, and for ever in the same way. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return value;
}
