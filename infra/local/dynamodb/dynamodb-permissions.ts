import * as v from 'valibot';
import { readInput } from '../aws-endpoint/json-service';
import type { Permission } from '../iam/permission';

const tableInput = v.object({ TableName: v.string(), IndexName: v.optional(v.string()) });
const batchInput = v.object({ RequestItems: v.record(v.string(), v.unknown()) });
const named = v.object({ TableName: v.string() });
const transactInput = v.object({
  TransactItems: v.array(v.record(v.picklist(['Put', 'Update', 'Delete', 'ConditionCheck', 'Get']), named)),
});

const transactActions = {
  ConditionCheck: 'ConditionCheckItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
};

/** Which actions on which table or index a DynamoDB operation needs; undefined for an unsupported operation. */
export function dynamoDbPermissions(
  operation: string,
  input: unknown,
  tableArn: (name: string) => string,
): Permission[] | undefined {
  const arnOf = (name: string): string => (name.startsWith('arn:') ? name : tableArn(name));
  switch (operation) {
    case 'GetItem':
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
    case 'DescribeTable':
    case 'DescribeTimeToLive':
    case 'Query':
    case 'Scan': {
      const { TableName, IndexName } = readInput(tableInput, input);
      const resource = IndexName === undefined ? arnOf(TableName) : `${arnOf(TableName)}/index/${IndexName}`;
      return [{ action: `dynamodb:${operation}`, resource }];
    }
    case 'BatchGetItem':
    case 'BatchWriteItem':
      return Object.keys(readInput(batchInput, input).RequestItems).map((table) => ({
        action: `dynamodb:${operation}`,
        resource: arnOf(table),
      }));
    case 'TransactGetItems':
    case 'TransactWriteItems':
      return readInput(transactInput, input).TransactItems.flatMap((item) =>
        Object.entries(item).map(([kind, { TableName }]) => ({
          action: `dynamodb:${actionOf(kind)}`,
          resource: arnOf(TableName),
        })),
      );
    default:
      return undefined;
  }
}

function actionOf(kind: string): string {
  const found = Object.entries(transactActions).find(([name]) => name === kind);
  return found ? found[1] : kind;
}
