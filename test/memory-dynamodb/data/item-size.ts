import { invalid } from '../dynamo-error';
import type { AttributeValue, Item } from './attribute-value';
import { numberSize } from './decimal';

const LARGEST_ITEM = 400 * 1024;

/** Bytes, as DynamoDB counts them. */
export function itemSize(item: Item): number {
  let size = 0;
  for (const [name, value] of Object.entries(item)) size += Buffer.byteLength(name) + valueSize(value);
  return size;
}

export function refuseLarge(item: Item, what: 'Item size' | 'Item size to update'): void {
  if (itemSize(item) > LARGEST_ITEM) throw invalid(`${what} has exceeded the maximum allowed size`);
}

export function valueSize(value: AttributeValue): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return numberSize(value.N);
  if ('B' in value) return Buffer.byteLength(value.B, 'base64');
  if ('SS' in value) return sum(value.SS, (each) => Buffer.byteLength(each));
  if ('NS' in value) return sum(value.NS, numberSize);
  if ('BS' in value) return sum(value.BS, (each) => Buffer.byteLength(each, 'base64'));
  if ('L' in value) return 3 + sum(value.L, (each) => 1 + valueSize(each));
  if ('M' in value) return 3 + Object.keys(value.M).length + itemSize(value.M);
  return 1;
}

function sum<T>(values: T[], size: (value: T) => number): number {
  return values.reduce((all, each) => all + size(each), 0);
}
