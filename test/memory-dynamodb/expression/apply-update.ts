import { type AttributeValue, elementsOf, type Item } from '../data/attribute-value';
import { addNumbers, subtractNumbers } from '../data/decimal';
import { readValue } from '../data/read-value';
import { invalid } from '../dynamo-error';
import { valueAt } from './document-path';
import { withoutValues, withValue } from './replace-value';
import type { Source, Update } from './update';

const wrongType = () => invalid('An operand in the update expression has an incorrect data type');

/** The item after an update. All that the update reads is read of the item before it. */
export function updated(before: Item, { SET, REMOVE, ADD, DELETE }: Update): Item {
  let item = before;
  const emptied = [];
  for (const { path, source } of SET) item = withValue(item, path, sourceValue(source, before));
  for (const { path, value } of ADD) item = withValue(item, path, added(valueAt(before, path), value));
  for (const { path, value } of DELETE) {
    const old = valueAt(before, path);
    const left = old && without(old, value);
    if (left) item = withValue(item, path, left);
    else emptied.push(path);
  }
  return withoutValues(item, [...REMOVE.map(({ path }) => path), ...emptied]);
}

function sourceValue(source: Source, item: Item): AttributeValue {
  switch (source.kind) {
    case 'value':
      return source.value;
    case 'path': {
      const value = valueAt(item, source.path);
      if (value) return value;
      throw invalid('The provided expression refers to an attribute that does not exist in the item');
    }
    case 'if_not_exists':
      return valueAt(item, source.path) ?? sourceValue(source.otherwise, item);
    case 'list_append': {
      const [first, second] = [sourceValue(source.first, item), sourceValue(source.second, item)];
      if (!('L' in first && 'L' in second)) throw wrongType();
      return { L: [...first.L, ...second.L] };
    }
    case '+':
    case '-': {
      const [left, right] = [sourceValue(source.left, item), sourceValue(source.right, item)];
      if (!('N' in left && 'N' in right)) throw wrongType();
      return { N: (source.kind === '+' ? addNumbers : subtractNumbers)(left.N, right.N) };
    }
  }
}

function added(old: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (!old) return value;
  if ('N' in old && 'N' in value) return { N: addNumbers(old.N, value.N) };
  return setOf(old, value, (elements, others) => [...new Set([...elements, ...others])]) ?? old;
}

/** Undefined when nothing is left: there are no empty sets. */
function without(old: AttributeValue, value: AttributeValue): AttributeValue | undefined {
  return setOf(old, value, (elements, others) => elements.filter((each) => !others.includes(each)));
}

function setOf(
  old: AttributeValue,
  value: AttributeValue,
  combine: (elements: string[], others: string[]) => string[],
): AttributeValue | undefined {
  const type = (['SS', 'NS', 'BS'] as const).find((each) => each in old && each in value);
  if (!type) throw wrongType();
  const elements = combine(elementsOf(old) ?? [], elementsOf(value) ?? []);
  return elements.length === 0 ? undefined : readValue({ [type]: elements });
}
