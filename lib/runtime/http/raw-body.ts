import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** The body's bytes: the gateway passes text as it is and anything else in base64. */
export function rawBody(event: Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'>): Buffer {
  return Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
}
