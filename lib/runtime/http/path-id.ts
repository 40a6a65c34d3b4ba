import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { notFound } from './answer';
import { VisibleError } from './visible-error';

const ID = /^[\w-]+$/;

/**
 * An id from the path: opaque, up to 64 characters, where Stripe chose it 255.
 * @throws VisibleError 404 for what cannot be an id
 */
export function pathId(event: APIGatewayProxyEventV2, name: string, maxLength = 64): string {
  const id = event.pathParameters?.[name];
  if (id !== undefined && id.length <= maxLength && ID.test(id)) return id;
  throw new VisibleError(notFound);
}
