import { isDeepStrictEqual } from 'node:util';
import { type AttributeType, typeOf } from '../data/attribute-value';
import { compareValues } from '../data/compare';
import type { Operand } from './condition';
import { written } from './document-path';
import type { Tokens } from './tokens';

/** Fails if a `:value` is of a type that the function does not take. */
export function refuseTypes(name: string, operand: Operand, allowed: AttributeType[], tokens: Tokens): void {
  if (operand.kind === 'value' && !allowed.includes(typeOf(operand.value))) {
    wrongOperandType(name, operand, tokens);
  }
}

export function refuseUnordered(operator: string, operands: Operand[], tokens: Tokens): void {
  for (const each of operands) refuseTypes(operator, each, ['S', 'N', 'B'], tokens);
}

export function wrongOperandType(name: string, operand: Operand | undefined, tokens: Tokens): never {
  const type = operand?.kind === 'value' ? typeOf(operand.value) : 'a document path';
  return tokens.refuse(
    `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`,
  );
}

/** Fails if an attribute is compared with itself. */
export function refuseSameOperands(operator: string, first: Operand, second: Operand, tokens: Tokens): void {
  if (first.kind !== 'path' || !isDeepStrictEqual(first, second)) return;
  tokens.refuse(
    'The first operand must be distinct from the remaining operands for this operator or function; ' +
      `operator: ${operator}, first operand: ${written(first.path)}`,
  );
}

export function refuseBounds(low: Operand, high: Operand, tokens: Tokens): void {
  if (low.kind !== 'value' || high.kind !== 'value') return;
  const order = compareValues(low.value, high.value);
  if (order !== undefined && order <= 0) return;
  const rule =
    order === undefined
      ? 'same data type for lower and upper bounds'
      : 'upper bound to be greater than or equal to lower bound';
  const shown = [low, high].map(({ value }) => {
    const [type, content] = Object.entries(value)[0] ?? [];
    return `AttributeValue: {${type}:${content}}`;
  });
  tokens.refuse(
    `The BETWEEN operator requires ${rule}; lower bound operand: ${shown[0]}, upper bound operand: ${shown[1]}`,
  );
}
