import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from 'aws-lambda';

type Image = Parameters<typeof unmarshall>[0];

/**
 * The item of a stream record's image. In a Lambda event, which is JSON, binary values are base64 text;
 * the SDK's own conversion expects bytes.
 */
export function itemOfImage(image: Record<string, AttributeValue> | undefined): object | undefined {
  if (!image) return undefined;
  const attributes = Object.entries(image).map(([name, value]) => [
    name,
    typeof value.B === 'string' ? { B: Buffer.from(value.B, 'base64') } : value,
  ]);
  return unmarshall(Object.fromEntries(attributes) as Image);
}
