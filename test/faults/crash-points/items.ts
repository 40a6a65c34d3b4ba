import { unmarshall } from '@aws-sdk/util-dynamodb';
import { answerCall } from '../../memory-dynamodb/answer-call';
import type { Item } from '../compare/item';
import type { Platform } from '../platform/platform';
import { TABLE } from '../platform/processes';

/** Every item of the table, as it is stored. */
export function itemsOf({ scene }: Platform): Item[] {
  const scan = JSON.stringify({ TableName: TABLE });
  const { body } = answerCall(scene.services.database, 'DynamoDB_20120810.Scan', scan);
  const { Items = [] } = body as { Items?: Parameters<typeof unmarshall>[0][] };
  return Items.map((item) => unmarshall(item));
}
