import { TYPES } from '../data/attribute-value';
import type { Condition, Operand } from './condition';
import type { DocumentPath } from './document-path';
import { refuseSameOperands, refuseTypes, wrongOperandType } from './operand-rules';
import { parseOperand } from './parse-operand';
import type { Placeholders } from './placeholders';
import type { Tokens } from './tokens';

/** How many operands each takes. */
const FUNCTIONS: Record<string, number> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
};

/** Whether a function that is a condition by itself comes next. */
export function isConditionFunction(tokens: Tokens): boolean {
  return tokens.peek(1).text === '(' && Object.hasOwn(FUNCTIONS, tokens.peek().text);
}

export function parseFunction(tokens: Tokens, names: Placeholders): Condition {
  const name = tokens.next().text;
  const [first, second] = operandsOf(name, tokens, names);
  switch (name) {
    case 'attribute_exists':
    case 'attribute_not_exists':
      return { kind: name, path: pathOf(name, first, tokens) };
    case 'attribute_type':
      return { kind: name, path: pathOf(name, first, tokens), type: typeNamed(second, tokens) };
    case 'begins_with':
    case 'contains':
      if (!second) return tokens.fail();
      refuseSameOperands(name, first, second, tokens);
      if (name === 'begins_with')
        for (const each of [first, second]) refuseTypes(name, each, ['S', 'B'], tokens);
      return { kind: name, operand: first, part: second };
    default:
      return tokens.fail();
  }
}

function operandsOf(name: string, tokens: Tokens, names: Placeholders): [Operand, Operand | undefined] {
  tokens.expect('(');
  const first = parseOperand(tokens, names);
  const rest: Operand[] = [];
  while (tokens.accept(',')) rest.push(parseOperand(tokens, names));
  tokens.expect(')');
  if (rest.length + 1 !== FUNCTIONS[name]) {
    tokens.refuse(
      `Incorrect number of operands for operator or function; operator or function: ${name}, ` +
        `number of operands: ${rest.length + 1}`,
    );
  }
  return [first, rest[0]];
}

function pathOf(name: string, operand: Operand, tokens: Tokens): DocumentPath {
  if (operand.kind === 'path') return operand.path;
  return tokens.refuse(`Operator or function requires a document path; operator or function: ${name}`);
}

function typeNamed(operand: Operand | undefined, tokens: Tokens) {
  if (operand?.kind !== 'value' || !('S' in operand.value)) {
    return wrongOperandType('attribute_type', operand, tokens);
  }
  const { S: named } = operand.value;
  const valid = `{${TYPES.join(',')}}`;
  return (
    TYPES.find((type) => type === named) ??
    tokens.refuse(`Invalid attribute type name found; type: ${named}, valid types: ${valid}`)
  );
}
