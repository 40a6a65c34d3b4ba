import { DynamoError } from '../dynamo-error';
import type { Stream } from '../streams/stream';
import { createRequestTokens, type RequestTokens } from './request-tokens';
import type { Table } from './table';

/** Everything that is kept. */
export interface Database {
  tables: Map<string, Table>;
  tokens: RequestTokens;
}

export const createDatabase = (): Database => ({ tables: new Map(), tokens: createRequestTokens() });

export function tableOf({ tables }: Database, name: string): Table {
  const table = tables.get(name);
  if (table) return table;
  throw new DynamoError('ResourceNotFoundException', 'Cannot do operations on a non-existent table');
}

export function streamOf({ tables }: Database, arn: string): Stream {
  for (const { stream } of tables.values()) if (stream?.arn === arn) return stream;
  throw new DynamoError(
    'ResourceNotFoundException',
    `Requested resource not found: Stream: ${arn} not found`,
  );
}
