import { DynamoError } from './dynamo-error';
import { batchGetItem } from './operations/batch-get-item';
import { deleteItem } from './operations/delete-item';
import { getItem } from './operations/get-item';
import { putItem } from './operations/put-item';
import { query } from './operations/query';
import { scan } from './operations/scan';
import { createTable, describeTable, listTables, updateTimeToLive } from './operations/tables';
import { transactWriteItems } from './operations/transact-write-items';
import { updateItem } from './operations/update-item';
import { describeStream, getRecords, getShardIterator, listStreams } from './streams/operations';
import type { Database } from './table/database';

type Operation = (database: Database, input: unknown) => unknown;

const operations = new Map<string, Operation>([
  ['DynamoDB_20120810.BatchGetItem', batchGetItem],
  ['DynamoDB_20120810.CreateTable', createTable],
  ['DynamoDB_20120810.DeleteItem', deleteItem],
  ['DynamoDB_20120810.DescribeTable', describeTable],
  ['DynamoDB_20120810.GetItem', getItem],
  ['DynamoDB_20120810.ListTables', listTables],
  ['DynamoDB_20120810.PutItem', putItem],
  ['DynamoDB_20120810.Query', query],
  ['DynamoDB_20120810.Scan', scan],
  ['DynamoDB_20120810.TransactWriteItems', transactWriteItems],
  ['DynamoDB_20120810.UpdateItem', updateItem],
  ['DynamoDB_20120810.UpdateTimeToLive', updateTimeToLive],
  ['DynamoDBStreams_20120810.DescribeStream', describeStream],
  ['DynamoDBStreams_20120810.GetRecords', getRecords],
  ['DynamoDBStreams_20120810.GetShardIterator', getShardIterator],
  ['DynamoDBStreams_20120810.ListStreams', listStreams],
]);

export interface Answer {
  status: number;
  body: unknown;
}

/** Runs the operation in `X-Amz-Target` to its end: nothing else happens meanwhile. */
export function answerCall(database: Database, target: string, body: string): Answer {
  try {
    const operation = operations.get(target);
    if (!operation) {
      throw new DynamoError('UnknownOperationException', `${target || 'No operation'}: not in memory`);
    }
    return { status: 200, body: operation(database, parse(body)) };
  } catch (error) {
    if (error instanceof DynamoError) return { status: 400, body: errorBody(error) };
    // A mistake of this server's own; its stack is all that there is to find it by.
    const message = error instanceof Error ? `${error.stack}` : String(error);
    return { status: 500, body: errorBody(new DynamoError('InternalServerError', message)) };
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new DynamoError('SerializationException', 'The request body is not JSON');
  }
}

function errorBody({ code, message, details }: DynamoError): object {
  const namespace =
    code === 'ValidationException' ? 'com.amazon.coral.validate' : 'com.amazonaws.dynamodb.v20120810';
  return { __type: `${namespace}#${code}`, message, ...details };
}
