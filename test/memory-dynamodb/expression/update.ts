import type { AttributeValue } from '../data/attribute-value';
import type { DocumentPath } from './document-path';

/** What a SET takes its value from. */
export type Source =
  | { kind: 'path'; path: DocumentPath }
  | { kind: 'value'; value: AttributeValue }
  | { kind: 'if_not_exists'; path: DocumentPath; otherwise: Source }
  | { kind: 'list_append'; first: Source; second: Source }
  | { kind: '+' | '-'; left: Source; right: Source };

/** An update expression, section by section. */
export interface Update {
  SET: { path: DocumentPath; source: Source }[];
  REMOVE: { path: DocumentPath }[];
  ADD: { path: DocumentPath; value: AttributeValue }[];
  DELETE: { path: DocumentPath; value: AttributeValue }[];
}

/** All places that it writes to. */
export function updatedPaths(update: Update): DocumentPath[] {
  return Object.values(update)
    .flat()
    .map(({ path }: { path: DocumentPath }) => path);
}
