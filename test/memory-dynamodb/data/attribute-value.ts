/** A value as DynamoDB's wire protocol writes it, and as it is kept here: never changed, only replaced. */
export type AttributeValue =
  | { S: string }
  | { N: string }
  | { B: string }
  | { BOOL: boolean }
  | { NULL: true }
  | { SS: string[] }
  | { NS: string[] }
  | { BS: string[] }
  | { L: AttributeValue[] }
  | { M: Item };

export interface Item {
  [name: string]: AttributeValue;
}

export const TYPES = ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'] as const;
export type AttributeType = (typeof TYPES)[number];

export function typeOf(value: AttributeValue): AttributeType {
  for (const type of TYPES) if (type in value) return type;
  throw new Error(`Not an attribute value: ${JSON.stringify(value)}`);
}

/** The elements of a set; undefined for what is none. */
export function elementsOf(value: AttributeValue): string[] | undefined {
  if ('SS' in value) return value.SS;
  if ('NS' in value) return value.NS;
  return 'BS' in value ? value.BS : undefined;
}

/** An item's own attribute: a name such as `constructor` finds nothing that JavaScript put there. */
export function attributeOf(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}
