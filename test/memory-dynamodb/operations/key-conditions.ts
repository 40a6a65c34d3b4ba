import type { AttributeValue } from '../data/attribute-value';
import { invalid } from '../dynamo-error';
import type { Comparator, Condition, Operand } from '../expression/condition';

/** A condition on one key attribute. */
export interface KeyCondition {
  name: string;
  operator: Exclude<Comparator, '<>'> | 'BETWEEN' | 'begins_with';
  values: AttributeValue[];
}

/** The conditions that a KeyConditionExpression puts together with AND; it may hold nothing else. */
export function keyConditions(condition: Condition): KeyCondition[] {
  switch (condition.kind) {
    case 'AND':
      return [...keyConditions(condition.left), ...keyConditions(condition.right)];
    case 'compare': {
      const { comparator, left, right } = condition;
      if (comparator === '<>') return refuse(comparator);
      return left.kind === 'value'
        ? [keyCondition(MIRRORED[comparator], right, left)]
        : [keyCondition(comparator, left, right)];
    }
    case 'BETWEEN':
      return [keyCondition('BETWEEN', condition.operand, condition.low, condition.high)];
    case 'begins_with':
      return [keyCondition('begins_with', condition.operand, condition.part)];
    default:
      return refuse(condition.kind);
  }
}

const MIRRORED = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

function refuse(operator: string): never {
  throw invalid(`Invalid operator used in KeyConditionExpression: ${operator}`);
}

function keyCondition(
  operator: KeyCondition['operator'],
  key: Operand,
  ...operands: Operand[]
): KeyCondition {
  if (key.kind !== 'path') throw invalid('KeyConditionExpressions cannot contain nested operations');
  const [name, ...below] = key.path;
  if (below.length > 0) {
    throw invalid(
      `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: ${name}`,
    );
  }
  const values = operands.map((operand) => {
    if (operand.kind === 'value') return operand.value;
    throw invalid('KeyConditionExpressions cannot contain nested operations');
  });
  return { name, operator, values };
}
