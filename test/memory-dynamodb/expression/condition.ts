import type { AttributeType, AttributeValue } from '../data/attribute-value';
import type { DocumentPath } from './document-path';

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Operand =
  | { kind: 'path'; path: DocumentPath }
  | { kind: 'value'; value: AttributeValue }
  | { kind: 'size'; of: Operand };

export type Condition =
  | { kind: 'AND' | 'OR'; left: Condition; right: Condition }
  | { kind: 'NOT'; of: Condition }
  | { kind: 'compare'; comparator: Comparator; left: Operand; right: Operand }
  | { kind: 'BETWEEN'; operand: Operand; low: Operand; high: Operand }
  | { kind: 'IN'; operand: Operand; among: Operand[] }
  | { kind: 'attribute_exists' | 'attribute_not_exists'; path: DocumentPath }
  | { kind: 'attribute_type'; path: DocumentPath; type: AttributeType }
  | { kind: 'begins_with' | 'contains'; operand: Operand; part: Operand };

/** All places of an item that a condition looks at. */
export function pathsIn(condition: Condition): DocumentPath[] {
  switch (condition.kind) {
    case 'AND':
    case 'OR':
      return [...pathsIn(condition.left), ...pathsIn(condition.right)];
    case 'NOT':
      return pathsIn(condition.of);
    case 'compare':
      return pathsOf(condition.left, condition.right);
    case 'BETWEEN':
      return pathsOf(condition.operand, condition.low, condition.high);
    case 'IN':
      return pathsOf(condition.operand, ...condition.among);
    case 'begins_with':
    case 'contains':
      return pathsOf(condition.operand, condition.part);
    default:
      return [condition.path];
  }
}

function pathsOf(...operands: Operand[]): DocumentPath[] {
  return operands.flatMap((operand) => {
    if (operand.kind === 'size') return pathsOf(operand.of);
    return operand.kind === 'path' ? [operand.path] : [];
  });
}
