import { type AttributeType, type AttributeValue, typeOf } from '../data/attribute-value';
import { parsePath, refuseOverlaps } from './document-path';
import { parseSource } from './parse-source';
import type { Placeholders } from './placeholders';
import { type Tokens, tokensOf } from './tokens';
import { type Update, updatedPaths } from './update';

const SECTIONS = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;

/** Reads an update expression. */
export function parseUpdate(expression: string, names: Placeholders): Update {
  const tokens = tokensOf('UpdateExpression', expression);
  const update: Update = { SET: [], REMOVE: [], ADD: [], DELETE: [] };
  do {
    const section = SECTIONS.find((each) => tokens.accept(each)) ?? tokens.fail();
    if (update[section].length > 0) {
      tokens.refuse(`The "${section}" section can only be used once in an update expression;`);
    }
    do readAction(section, update, tokens, names);
    while (tokens.accept(','));
  } while (tokens.peek().kind !== 'end');
  refuseOverlaps(updatedPaths(update), tokens);
  return update;
}

function readAction(
  section: (typeof SECTIONS)[number],
  update: Update,
  tokens: Tokens,
  names: Placeholders,
): void {
  const path = parsePath(tokens, names);
  switch (section) {
    case 'SET':
      tokens.expect('=');
      update.SET.push({ path, source: parseSource(tokens, names) });
      return;
    case 'REMOVE':
      update.REMOVE.push({ path });
      return;
    case 'ADD':
      update.ADD.push({ path, value: operandOf(section, ['N', 'SS', 'NS', 'BS'], tokens, names) });
      return;
    case 'DELETE':
      update.DELETE.push({ path, value: operandOf(section, ['SS', 'NS', 'BS'], tokens, names) });
  }
}

function operandOf(
  section: string,
  allowed: AttributeType[],
  tokens: Tokens,
  names: Placeholders,
): AttributeValue {
  const { text } = tokens.peek();
  if (!text.startsWith(':') || text === ':') tokens.fail();
  tokens.next();
  const value = names.valueOf(text, tokens);
  if (!allowed.includes(typeOf(value))) {
    tokens.refuse(
      `Incorrect operand type for operator or function; operator: ${section}, operand type: ` +
        `${LONG_NAMES[typeOf(value)]}, typeSet: ALLOWED_FOR_${section}_OPERAND`,
    );
  }
  return value;
}

/** What these messages, and no others, call the types. */
const LONG_NAMES: Record<AttributeType, string> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
  L: 'LIST',
  M: 'MAP',
};
