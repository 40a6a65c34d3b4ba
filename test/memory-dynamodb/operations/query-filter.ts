import { invalid } from '../dynamo-error';
import { type Condition, pathsIn } from '../expression/condition';
import { parseCondition } from '../expression/parse-condition';
import type { Placeholders } from '../expression/placeholders';
import { keyAttributes } from '../table/table-schema';
import type { Source } from './source';

/** A query's filter. Fails if it asks for keys, which are for the key condition, or for what an index has not. */
export function queryFilter(
  expression: string | undefined,
  { index, keys, holds }: Source,
  names: Placeholders,
): Condition | undefined {
  if (expression === undefined) return undefined;
  const filter = parseCondition('FilterExpression', expression, names);
  const used = [...new Set(pathsIn(filter).map(([name]) => name))];
  const key = keyAttributes(keys).find(({ name }) => used.includes(name));
  if (key) {
    throw invalid(
      `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${key.name}`,
    );
  }
  const missing = used.filter((name) => holds && !holds.has(name));
  if (missing.length === 0) return filter;
  throw invalid(
    `One or more parameter values were invalid: Secondary index ${index} does not project one or more filter ` +
      `attributes: [${missing.join(', ')}]`,
  );
}
