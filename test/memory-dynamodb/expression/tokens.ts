import { invalid } from '../dynamo-error';

/** `name`: a word, `#…` or `:…`; `mark`: punctuation, an operator, or what has no meaning at all. */
export interface Token {
  kind: 'name' | 'index' | 'mark' | 'end';
  text: string;
  start: number;
}

export type ExpressionKind =
  | 'ConditionExpression'
  | 'FilterExpression'
  | 'KeyConditionExpression'
  | 'ProjectionExpression'
  | 'UpdateExpression';

/** The tokens of an expression, one after the other. */
export interface Tokens {
  peek(ahead?: number): Token;
  next(): Token;
  /** Takes the next token if it is this mark or this word, whatever its case. */
  accept(text: string): boolean;
  expect(text: string): void;
  /** Fails at the next token, or at `token`. */
  fail(token?: Token): never;
  /** Fails for a reason of its own. */
  refuse(reason: string): never;
}

const TOKEN = /([A-Za-z][A-Za-z0-9_]*|[#:][A-Za-z0-9_]+)|(\d+)|(<>|<=|>=|\S)/g;

export function tokensOf(kind: ExpressionKind, expression: string): Tokens {
  const refuse = (reason: string): never => {
    throw invalid(`Invalid ${kind}: ${reason}`);
  };
  if (expression === '') refuse('The expression can not be empty;');
  const tokens = tokenize(expression);
  const end: Token = { kind: 'end', text: '<EOF>', start: expression.length };
  let position = 0;
  const peek = (ahead = 0): Token => tokens[position + ahead] ?? end;
  const fail = (token = peek()): never => {
    const i = token === end ? tokens.length : tokens.indexOf(token);
    const after = tokens[i + 1] ?? tokens.at(-1);
    const near = expression.slice(
      tokens[Math.max(0, i - 1)]?.start ?? 0,
      after && after.start + after.text.length,
    );
    return refuse(`Syntax error; token: "${token.text}", near: "${near}"`);
  };
  const accept = (text: string): boolean => {
    const { kind: found, text: word } = peek();
    const fits = word === text || (found === 'name' && word.toUpperCase() === text);
    if (fits) position += 1;
    return fits;
  };
  return {
    peek,
    accept,
    fail,
    refuse,
    next() {
      const token = peek();
      position += 1;
      return token;
    },
    expect(text) {
      if (!accept(text)) fail();
    },
  };
}

function tokenize(expression: string): Token[] {
  return [...expression.matchAll(TOKEN)].map((match) => ({
    kind: match[1] !== undefined ? 'name' : match[2] !== undefined ? 'index' : 'mark',
    text: match[0],
    start: match.index,
  }));
}
