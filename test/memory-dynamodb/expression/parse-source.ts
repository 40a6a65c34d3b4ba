import { type AttributeType, typeOf } from '../data/attribute-value';
import { type DocumentPath, parsePath } from './document-path';
import type { Placeholders } from './placeholders';
import type { Tokens } from './tokens';
import type { Source } from './update';

/** Reads what follows `SET path =`: one operand, or the sum or difference of two. */
export function parseSource(tokens: Tokens, names: Placeholders): Source {
  const left = operand(tokens, names);
  for (const kind of ['+', '-'] as const) {
    if (!tokens.accept(kind)) continue;
    const right = operand(tokens, names);
    for (const each of [left, right]) refuseType(kind, each, 'N', tokens);
    return { kind, left, right };
  }
  return left;
}

function operand(tokens: Tokens, names: Placeholders): Source {
  const { kind, text } = tokens.peek();
  if (kind !== 'name') return tokens.fail();
  if (text.startsWith(':')) {
    tokens.next();
    return { kind: 'value', value: names.valueOf(text, tokens) };
  }
  if (tokens.peek(1).text !== '(') return { kind: 'path', path: parsePath(tokens, names) };
  if (text === 'if_not_exists') {
    const [first, otherwise] = twoOperands(tokens, names);
    return { kind: text, path: pathOf(text, first, tokens), otherwise };
  }
  if (text === 'list_append') {
    const [first, second] = twoOperands(tokens, names);
    for (const each of [first, second]) refuseType(text, each, 'L', tokens);
    return { kind: text, first, second };
  }
  return tokens.refuse(`Invalid function name; function: ${text}`);
}

function twoOperands(tokens: Tokens, names: Placeholders): [Source, Source] {
  tokens.next();
  tokens.expect('(');
  const first = operand(tokens, names);
  tokens.expect(',');
  const second = operand(tokens, names);
  tokens.expect(')');
  return [first, second];
}

function pathOf(name: string, source: Source, tokens: Tokens): DocumentPath {
  if (source.kind === 'path') return source.path;
  return tokens.refuse(`Operator or function requires a document path; operator or function: ${name}`);
}

function refuseType(name: string, source: Source, wanted: AttributeType, tokens: Tokens): void {
  if (source.kind !== 'value' || typeOf(source.value) === wanted) return;
  tokens.refuse(
    `Incorrect operand type for operator or function; operator or function: ${name}, ` +
      `operand type: ${typeOf(source.value)}`,
  );
}
