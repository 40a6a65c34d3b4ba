import type { Comparator, Condition, Operand } from './condition';
import { refuseBounds, refuseSameOperands, refuseUnordered } from './operand-rules';
import { isConditionFunction, parseFunction } from './parse-function';
import { parseOperand } from './parse-operand';
import type { Placeholders } from './placeholders';
import { type ExpressionKind, type Tokens, tokensOf } from './tokens';

const COMPARATORS: Comparator[] = ['=', '<>', '<', '<=', '>', '>='];

/**
 * Reads a condition, by recursive descent. No package does this by itself: dynalite's grammars come with a whole
 * server, and the others only write expressions.
 */
export function parseCondition(kind: ExpressionKind, expression: string, names: Placeholders): Condition {
  const tokens = tokensOf(kind, expression);
  const condition = disjunction({ tokens, names, groups: new Set() });
  if (tokens.peek().kind !== 'end') tokens.fail();
  return condition;
}

interface Parsing {
  tokens: Tokens;
  names: Placeholders;
  /** Conditions that stand in parentheses. */
  groups: Set<Condition>;
}

function disjunction(parsing: Parsing): Condition {
  let left = conjunction(parsing);
  while (parsing.tokens.accept('OR')) left = { kind: 'OR', left, right: conjunction(parsing) };
  return left;
}

function conjunction(parsing: Parsing): Condition {
  let left = negation(parsing);
  while (parsing.tokens.accept('AND')) left = { kind: 'AND', left, right: negation(parsing) };
  return left;
}

function negation(parsing: Parsing): Condition {
  return parsing.tokens.accept('NOT') ? { kind: 'NOT', of: negation(parsing) } : primary(parsing);
}

function primary(parsing: Parsing): Condition {
  const { tokens, names } = parsing;
  if (tokens.accept('(')) return group(parsing);
  if (isConditionFunction(tokens)) return parseFunction(tokens, names);
  const operand = parseOperand(tokens, names);
  if (tokens.accept('BETWEEN')) return between(operand, parsing);
  if (tokens.accept('IN')) return membership(operand, parsing);
  const comparator = COMPARATORS.find((each) => tokens.accept(each)) ?? tokens.fail();
  const right = parseOperand(tokens, names);
  refuseSameOperands(comparator, operand, right, tokens);
  if (comparator !== '=' && comparator !== '<>') refuseUnordered(comparator, [operand, right], tokens);
  return { kind: 'compare', comparator, left: operand, right };
}

function group(parsing: Parsing): Condition {
  const inner = disjunction(parsing);
  parsing.tokens.expect(')');
  if (parsing.groups.has(inner)) parsing.tokens.refuse('The expression has redundant parentheses;');
  parsing.groups.add(inner);
  return inner;
}

function between(operand: Operand, { tokens, names }: Parsing): Condition {
  const low = parseOperand(tokens, names);
  tokens.expect('AND');
  const high = parseOperand(tokens, names);
  refuseUnordered('BETWEEN', [operand, low, high], tokens);
  refuseBounds(low, high, tokens);
  return { kind: 'BETWEEN', operand, low, high };
}

function membership(operand: Operand, { tokens, names }: Parsing): Condition {
  tokens.expect('(');
  const among = [parseOperand(tokens, names)];
  while (tokens.accept(',')) among.push(parseOperand(tokens, names));
  tokens.expect(')');
  return { kind: 'IN', operand, among };
}
