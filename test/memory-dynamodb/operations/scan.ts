import * as v from 'valibot';
import { parseCondition } from '../expression/parse-condition';
import { placeholders } from '../expression/placeholders';
import { type Database, tableOf } from '../table/database';
import { pageProjection } from './page-projection';
import { pageMembers } from './page-request';
import { readInput } from './read-input';
import { readPage } from './read-page';
import { sourceOf } from './source';

const ScanInput = v.strictObject(pageMembers);

export function scan(database: Database, input: unknown) {
  const request = readInput(ScanInput, input);
  const { FilterExpression: filtering, ProjectionExpression: projected } = request;
  const source = sourceOf(tableOf(database, request.TableName), request.IndexName);
  const names = placeholders(request, filtering, projected);
  const filter = filtering === undefined ? undefined : parseCondition('FilterExpression', filtering, names);
  const projection = pageProjection(request, source, names);
  names.refuseUnused();
  const start = request.ExclusiveStartKey && source.readPosition(request.ExclusiveStartKey);
  return readPage(source.items.after(start), request, source, { filter, projection });
}
