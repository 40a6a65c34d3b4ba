import { marshall } from '@aws-sdk/util-dynamodb';
import { AwsCallError } from '../runtime/aws/aws-call-error';
import { type CallOperation, jsonService } from '../runtime/aws/json-service';
import { lazy } from '../runtime/lazy';
import type { Item } from './conditional-update';
import type { PutNew } from './insert-webhook';

/** One conditional put and nothing else: for functions that do not need the whole client of the table. */
export function putNewAlone(
  tableName: string,
  call: () => CallOperation = lazy(() => jsonService('dynamodb')),
): PutNew {
  return async (item) => {
    const input = {
      TableName: tableName,
      Item: toWire(item),
      ConditionExpression: 'attribute_not_exists(pk)',
    };
    try {
      await call()('PutItem', input);
      return true;
    } catch (error) {
      if (error instanceof AwsCallError && error.name === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  };
}

/** As the wire has it: bytes are text there. */
function toWire(item: Item): Record<string, unknown> {
  const attributes = Object.entries(marshall(item));
  return Object.fromEntries(
    attributes.map(([name, value]) => [
      name,
      value.B ? { B: Buffer.from(value.B).toString('base64') } : value,
    ]),
  );
}
