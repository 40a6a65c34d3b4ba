/**
 * The table's keys, all built here.
 *
 * | access pattern                                      | key                                                   | consistent | units              |
 * | --------------------------------------------------- | ----------------------------------------------------- | ---------- | ------------------ |
 * | customers of an owner; one of them by any id        | pk `owner#<owner>`, sk `customer#<id>`                | yes        | 1                  |
 * | customer by Stripe id                               | gsi1 `stripe#<cus_…>`                                 | no         | 1.5                |
 * | customer by own id                                  | gsi2 `id#<scus_…>`                                    | no         | 1.5                |
 * | customers, newest first                             | gsi4 `customer#<shard>`, `<created>#<id>`             | no         | 4 + 1 each         |
 * | webhook by event id                                 | pk `webhook#<evt_…>`, sk `webhook`                    | yes        | 1                  |
 * | webhooks, newest first                              | gsi4 `webhook#<shard>`, `<created>#<id>`              | no         | 4 + 1 each         |
 * | webhooks handled about an object, newest first      | gsi8 `about#<stripe id>`, `<created>#<id>`            | no         | 0.5 + 1 each       |
 * | webhooks that failed, newest first (sparse)         | gsi3 `failed#<shard>`, `<created>#<id>`               | no         | 4 + 1 each         |
 * | webhooks not yet parsed (sparse)                    | gsi5 `unparsed#<shard>`, `<created>#<id>`             | no         | 4 + 1 each         |
 * | records with an unpublished signal (sparse)         | gsi5 `unpublished#<shard>`, `<since>#<id>`            | no         | 4 + 1 each         |
 * | operations by the end of their lease (sparse)       | gsi6 `operation#<shard>`, `<lease_until>#<id>`        | no         | 4 + 1 each         |
 * | charge, with its refunds                            | pk `charge#<schg_…>`, sk `charge`                     | yes        | 1                  |
 * | plan, subscription, tax rate                        | pk `<kind>#<id>`, sk `<kind>`                         | yes        | 1                  |
 * | coupon of an id now; its predecessors               | pk `coupon#<coupon_id>`, sk `coupon`, `past#<scpn_…>` | yes        | 1                  |
 * | charge by `pi_…`, subscription by `sub_…`           | gsi1 `stripe#<id>`                                    | no         | 1.5                |
 * | charge by `ch_…`                                    | gsi3 `stripe#<ch_…>`                                  | no         | 1.5                |
 * | records of a kind, newest first                     | gsi4 `<kind>#<shard>`, `<created>#<id>`               | no         | 4 + 1 each         |
 * | charges of a state, subscriptions of a status       | gsi2 `<kind>:<state>#<shard>`, `<created>#<id>`       | no         | 4 + 1 each         |
 * | coupons that are not deleted (sparse)               | gsi2 `coupon:live#<shard>`, `<created>#<id>`          | no         | 4 + 1 each         |
 * | an owner's charges, subscriptions, newest first     | gsi7 `owner:<kind>#<owner>`, `<created>#<id>`         | no         | 0.5 + 1 each       |
 * | charges for an object of the caller's               | gsi8 `source#<type>#<id>`, `<created>#<id>`           | no         | 0.5 + 1 each       |
 * | charges that are due (sparse)                       | gsi6 `due:charge#<shard>`, `<created>#<id>`           | no         | 4 + 1 each         |
 * | subscriptions by the day they end (sparse)          | gsi6 `due:subscription#<shard>`, `<end_date>#<id>`    | no         | 4 + 1 each         |
 * | imported charges that are held (sparse)             | gsi6 `held:charge#<shard>`, `<created>#<id>`          | no         | 4 + 1 each         |
 * | webhooks that are finished, with raw data (sparse)  | gsi6 `due:body#<shard>`, `<created>#<id>`             | no         | 4 + 1 each         |
 * | what operators asked for, newest first; of a record | gsi4 `audit#<shard>`, gsi7 `audit#of#<record>`        | no         | 4 or 0.5, + 1 each |
 * | which imported charge a payment (`ch_…`) becomes    | pk `claim#<ch_…>`, sk `claim`                         | yes        | 1                  |
 * | runs of a command, newest first                     | pk `runs#<command>`, sk `<run>`                       | yes        | 1                  |
 * | a part of a run that workers do; the run's stop     | pk `parts#<run>`, sk `part#<id>`, `stop`              | yes        | 1                  |
 * | all parts of a run                                  | pk `parts#<run>`, sk `part#<id>`                      | no         | 0.035 each         |
 * | requests granted in one second                      | pk `rate#<bucket>#<second>`, sk `rate`                | yes        | 1 write            |
 * | a setting                                           | pk `settings`, sk `<name>`                            | yes        | 1                  |
 * | answer of a request with an Idempotency-Key         | pk `idempotency#<digest>`, sk `idempotency`           | yes        | 2 writes           |
 * | saved position of a command                         | pk `command#<name>`, sk `position`                    | yes        | 1                  |
 * | run that gave records to workers last               | pk `command#<name>`, sk `workers`                     | yes        | 1                  |
 * | what the overview counts: keys of gsi2 to gsi5      | as above, each list up to a bound                     | no         | 41 where little is |
 * | the time line of a charge                           | the charge, gsi7 `audit#of#…`, gsi8 `about#…`         | no         | 2 + 1 each         |
 *
 * Units are read units of records up to 4 KB, but where it says writes; "each" is for each record that is read, beyond the
 * keys of a list. They do not grow with the table (`npm run bench:scale`).
 *
 * What a webhook of 3.6 KB writes, nine units with the one that reads it: the item (2) and its places in gsi4, for lists,
 * and gsi5, for `sweep`, when it is accepted; when it is parsed the item (2), out of gsi5, and into gsi6, where
 * `expire-webhook-bodies` finds it. One that somebody here handles gets a place in gsi8, among those about its object: ten
 * units. One that is known already costs the two units that its refused put would have written.
 *
 * Customers live in their owner's partition so that what decides about money and access, "which card is
 * this owner's newest", is a consistent read, and so that no route can reach past its owner.
 * Whatever every webhook writes is spread over shards: one partition takes 1,000 small writes a second.
 * Indexes project keys only, so updating a record costs them nothing unless a key of theirs changes.
 * An index serves several patterns: what its keys begin with tells them apart. Of gsi6 a record is in one place at
 * most: among open operations while it is in one, else where it is due.
 */
export interface Key {
  pk: string;
  sk: string;
}

export const INDEXES = ['gsi1', 'gsi2', 'gsi3', 'gsi4', 'gsi5', 'gsi6', 'gsi7', 'gsi8'] as const;
export type Index = (typeof INDEXES)[number];

export const SHARDS = 8;

/** A list that is spread over shards: what its partition keys begin with. */
export type ShardedList = string;

export const customerKey = (owner: string, id: string): Key => ({ pk: ownerPk(owner), sk: `customer#${id}` });
export const ownerPk = (owner: string): string => `owner#${owner}`;
export const webhookKey = (id: string): Key => ({ pk: `webhook#${id}`, sk: 'webhook' });
export const idempotencyKey = (digest: string): Key => ({ pk: `idempotency#${digest}`, sk: 'idempotency' });
export const commandKey = (name: string): Key => ({ pk: `command#${name}`, sk: 'position' });
export const handOverKey = (name: string): Key => ({ pk: commandKey(name).pk, sk: 'workers' });
export const stripeIdPk = (stripeId: string): string => `stripe#${stripeId}`;
export const ownIdPk = (id: string): string => `id#${id}`;

export const claimKey = (stripeChargeId: string): Key => ({ pk: `claim#${stripeChargeId}`, sk: 'claim' });
export const runsPk = (command: string): string => `runs#${command}`;
export const partsPk = (run: string): string => `parts#${run}`;
export const partKey = (run: string, id: string): Key => ({ pk: partsPk(run), sk: `${PART_SK}${id}` });
export const PART_SK = 'part#';
export const stopKey = (run: string): Key => ({ pk: partsPk(run), sk: 'stop' });
export const settingKey = (name: string): Key => ({ pk: 'settings', sk: name });
export const rateKey = (bucket: string, second: number): Key => ({
  pk: `rate#${bucket}#${second}`,
  sk: 'rate',
});
/** Records that are found by their id alone. */
export const recordKey = (kind: string, id: string): Key => ({ pk: `${kind}#${id}`, sk: kind });
export const pastCouponKey = (couponId: string, id: string): Key => ({
  pk: recordKey('coupon', couponId).pk,
  sk: `past#${id}`,
});
export const ownersPk = (kind: string, owner: string): string => `owner:${kind}#${owner}`;
export const sourcePk = (type: string, id: string): string => `source#${type}#${id}`;
export const stateList = (kind: string, state: string): ShardedList => `${kind}:${state}`;
export const dueList = (kind: string): ShardedList => `due:${kind}`;
/** Finished webhooks that still have their raw data. */
export const BODIES: ShardedList = dueList('body');
export const auditKey = (id: string): Key => ({ pk: `audit#${id}`, sk: 'audit' });
/** What was asked for about one record. */
export const auditOfPk = (record: string): string => `audit#of#${record}`;
/** Handled webhooks about one object at Stripe. */
export const aboutPk = (stripeId: string): string => `about#${stripeId}`;
export const subjectOf = (pk: string): string => pk.slice(aboutPk('').length);
export const heldList = (kind: string): ShardedList => `held:${kind}`;

/** The record's own id: customers and past coupons carry it in the sort key, all else in the partition key. */
export const recordIdOf = ({ pk, sk }: Key): string => (sk.includes('#') ? sk : pk).replace(/^[^#]*#/, '');

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
