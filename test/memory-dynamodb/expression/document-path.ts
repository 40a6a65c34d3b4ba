import { type AttributeValue, attributeOf, type Item } from '../data/attribute-value';
import { invalid } from '../dynamo-error';
import type { Placeholders } from './placeholders';
import { isReserved } from './reserved-words';
import type { Tokens } from './tokens';

/** Where a value stands in an item: names of attributes and of members, numbers of elements. */
export type DocumentPath = readonly [string, ...(string | number)[]];

/** Reads `a.#b[0]`, its placeholders replaced. */
export function parsePath(tokens: Tokens, { nameOf }: Placeholders): DocumentPath {
  const name = (): string => {
    const token = tokens.peek();
    if (token.kind !== 'name' || token.text.startsWith(':')) return tokens.fail();
    tokens.next();
    if (token.text.startsWith('#')) return nameOf(token.text, tokens);
    if (isReserved(token.text)) {
      tokens.refuse(`Attribute name is a reserved keyword; reserved keyword: ${token.text}`);
    }
    return token.text;
  };
  const index = (): number => {
    if (tokens.peek().kind !== 'index') tokens.fail();
    const found = Number(tokens.next().text);
    tokens.expect(']');
    return found;
  };
  const path: [string, ...(string | number)[]] = [name()];
  for (;;) {
    if (tokens.accept('.')) path.push(name());
    else if (tokens.accept('[')) path.push(index());
    else return path;
  }
}

export function valueAt(item: Item, [name, ...rest]: DocumentPath): AttributeValue | undefined {
  let value = attributeOf(item, name);
  for (const step of rest) value = value && childOf(value, step);
  return value;
}

export function childOf(value: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === 'number') return 'L' in value ? value.L[step] : undefined;
  return 'M' in value ? attributeOf(value.M, step) : undefined;
}

/** Fails if one path leads through another, or if two take the same value for a list and for a map. */
export function refuseOverlaps(paths: DocumentPath[], tokens: Tokens): void {
  for (const [i, two] of paths.entries()) {
    for (const one of paths.slice(0, i)) {
      const problem = clash(one, two);
      if (problem === undefined) continue;
      tokens.refuse(
        `Two document paths ${problem} with each other; must remove or rewrite one of these paths; ` +
          `path one: ${written(one)}, path two: ${written(two)}`,
      );
    }
  }
}

function clash(one: DocumentPath, two: DocumentPath): 'overlap' | 'conflict' | undefined {
  const shorter = Math.min(one.length, two.length);
  for (let i = 0; i < shorter; i += 1) {
    if (one[i] !== two[i]) return typeof one[i] === typeof two[i] ? undefined : 'conflict';
  }
  return 'overlap';
}

export const written = (path: DocumentPath): string =>
  `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;

export const wrongPath = () =>
  invalid('The document path provided in the update expression is invalid for update');
