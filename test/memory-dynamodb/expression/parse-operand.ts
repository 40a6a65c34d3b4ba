import type { Operand } from './condition';
import { parsePath } from './document-path';
import { refuseTypes } from './operand-rules';
import type { Placeholders } from './placeholders';
import type { Tokens } from './tokens';

/** Reads a document path, a `:value` or `size(…)`. */
export function parseOperand(tokens: Tokens, names: Placeholders): Operand {
  const { kind, text } = tokens.peek();
  if (kind !== 'name') return tokens.fail();
  if (text.startsWith(':')) {
    tokens.next();
    return { kind: 'value', value: names.valueOf(text, tokens) };
  }
  if (tokens.peek(1).text !== '(') return { kind: 'path', path: parsePath(tokens, names) };
  if (text !== 'size') return refuseFunction(tokens);
  tokens.next();
  tokens.expect('(');
  const of = parseOperand(tokens, names);
  tokens.expect(')');
  refuseTypes('size', of, ['S', 'B', 'SS', 'NS', 'BS', 'L', 'M'], tokens);
  return { kind: 'size', of };
}

const CONDITIONS = ['attribute_exists', 'attribute_not_exists', 'attribute_type', 'begins_with', 'contains'];

function refuseFunction(tokens: Tokens): never {
  const { text } = tokens.peek();
  if (!CONDITIONS.includes(text)) return tokens.refuse(`Invalid function name; function: ${text}`);
  return tokens.refuse(`The function is not allowed to be used this way in an expression; function: ${text}`);
}
