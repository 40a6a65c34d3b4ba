import { isDeepStrictEqual } from 'node:util';
import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Key } from './keys';

/** A stored record: its keys, its version, and whatever else it holds. */
export type Item = Record<string, unknown> & Key & { version: number };

/**
 * The one write that turns `previous` into `next`, if the record is still at the previous version. Only
 * what differs is sent. The outbox is added to, never replaced, so that an entry that was published and
 * removed meanwhile does not come back.
 */
export function conditionalUpdate(
  table: string,
  next: Item,
  previous: Item,
  outbox: string[],
): UpdateCommandInput {
  const sets: string[] = [];
  const removes: string[] = [];
  const names: Record<string, string> = { '#version': 'version' };
  const values: Record<string, unknown> = { ':expected': previous.version };
  for (const name of changedAttributes(next, previous)) {
    names[`#${name}`] = name;
    if (next[name] === undefined) removes.push(`#${name}`);
    else {
      values[`:${name}`] = next[name];
      sets.push(`#${name} = :${name}`);
    }
  }
  if (outbox.length > 0) {
    names['#outbox'] = 'outbox';
    values[':outbox'] = new Set(outbox);
  }
  return {
    TableName: table,
    Key: { pk: next.pk, sk: next.sk },
    UpdateExpression: [
      sets.length > 0 ? `SET ${sets.join(', ')}` : '',
      removes.length > 0 ? `REMOVE ${removes.join(', ')}` : '',
      outbox.length > 0 ? 'ADD #outbox :outbox' : '',
    ]
      .filter(Boolean)
      .join(' '),
    ConditionExpression: '#version = :expected',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}

function changedAttributes(next: Item, previous: Item): string[] {
  const names = new Set([...Object.keys(next), ...Object.keys(previous)]);
  return [...names].filter(
    (name) => !['pk', 'sk', 'outbox'].includes(name) && !isDeepStrictEqual(next[name], previous[name]),
  );
}
