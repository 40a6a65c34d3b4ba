import { type AttributeValue, attributeOf, type Item } from '../data/attribute-value';
import { childOf, type DocumentPath, parsePath, refuseOverlaps } from './document-path';
import type { Placeholders } from './placeholders';
import { tokensOf } from './tokens';

/** The part of an item that is wanted. */
export interface Projection {
  paths: DocumentPath[];
  of(item: Item): Item;
}

export function parseProjection(expression: string, names: Placeholders): Projection {
  const tokens = tokensOf('ProjectionExpression', expression);
  const paths = [parsePath(tokens, names)];
  while (tokens.accept(',')) paths.push(parsePath(tokens, names));
  if (tokens.peek().kind !== 'end') tokens.fail();
  refuseOverlaps(paths, tokens);
  const wanted = treeOf(paths);
  return {
    paths,
    of: (item) => {
      const found: Item = {};
      for (const [name, below] of wanted) {
        const value = attributeOf(item, String(name));
        const part = value && partOf(value, below);
        if (part) found[name] = part;
      }
      return found;
    },
  };
}

/** What is wanted below each step; where nothing stands below, all is. */
type Tree = Map<string | number, Tree>;

function treeOf(paths: DocumentPath[]): Tree {
  const tree: Tree = new Map();
  for (const path of paths) {
    let branch = tree;
    for (const step of path) {
      const next: Tree = branch.get(step) ?? new Map();
      branch.set(step, next);
      branch = next;
    }
  }
  return tree;
}

function partOf(value: AttributeValue, wanted: Tree): AttributeValue | undefined {
  if (wanted.size === 0) return value;
  const found = [...wanted].flatMap(([step, below]) => {
    const child = childOf(value, step);
    const part = child && partOf(child, below);
    return part ? [{ step, part }] : [];
  });
  if (found.length === 0) return undefined;
  if ('M' in value) return { M: Object.fromEntries(found.map(({ step, part }) => [step, part])) };
  // Elements stand in the list's order, whatever the expression's.
  return { L: found.sort((a, b) => Number(a.step) - Number(b.step)).map(({ part }) => part) };
}
