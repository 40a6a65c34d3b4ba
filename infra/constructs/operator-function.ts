import type { FunctionName } from '../../functions/environments';
import type { RoutedFunction } from '../../functions/routes';
import type { Index } from '../../lib/dynamo/keys';
import type { BundledFunction } from './bundled-function';
import { environmentOf, type Foundation } from './foundation';

/** What a function needs that answers a POST: its record, and the answer that is kept under an Idempotency-Key. */
export const READ_AND_WRITE = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

/**
 * The function behind one capability's routes for operators: it reads, lists and writes its records. `lists`: the
 * indexes that it reads. What else it may is the capability's matter.
 */
export function operatorFunction(
  name: RoutedFunction & FunctionName,
  description: string,
  foundation: Foundation,
  ...lists: Index[]
): BundledFunction {
  const { api, functions, records } = foundation;
  const environment = environmentOf(name, foundation);
  const operate = functions
    .make(name, { description, environment })
    .allow([...READ_AND_WRITE, 'dynamodb:BatchGetItem'], records.arn)
    .allow(['dynamodb:Query'], ...records.indexArns(...lists));
  api.serve(name, operate);
  return operate;
}
