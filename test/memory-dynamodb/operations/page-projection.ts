import { invalid } from '../dynamo-error';
import type { Placeholders } from '../expression/placeholders';
import { type Projection, parseProjection } from '../expression/project';
import type { PageRequest } from './page-request';
import type { Source } from './source';

/** Fails if more is asked of an index than it can tell. */
export function pageProjection(
  request: PageRequest,
  source: Source,
  names: Placeholders,
): Projection | undefined {
  const { Select: select, ProjectionExpression: expression } = request;
  const { index, holds: held } = source;
  if (index !== undefined && request.ConsistentRead) {
    throw invalid('Consistent reads are not supported on global secondary indexes');
  }
  if (index === undefined && select === 'ALL_PROJECTED_ATTRIBUTES') {
    throw invalid('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
  if (select === 'ALL_ATTRIBUTES' && held) {
    throw invalid(
      `One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global ` +
        `secondary index ${index} because its projection type is not ALL`,
    );
  }
  if ((select ?? 'SPECIFIC_ATTRIBUTES') !== 'SPECIFIC_ATTRIBUTES' && expression !== undefined) {
    throw invalid(`Cannot specify the ProjectionExpression when choosing ${select}`);
  }
  if (expression === undefined) {
    if (select !== 'SPECIFIC_ATTRIBUTES') return undefined;
    throw invalid('Must specify the ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES');
  }
  const projection = parseProjection(expression, names);
  const missing = projection.paths.map(([name]) => name).filter((name) => held && !held.has(name));
  if (missing.length === 0) return projection;
  throw invalid(
    `One or more parameter values were invalid: Global secondary index ${index} does not project [${missing.join(', ')}]`,
  );
}
