import type { Item } from '../data/attribute-value';

/** What becomes of an item: it is undefined where there is none. */
export interface Change {
  before: Item | undefined;
  after: Item | undefined;
}
