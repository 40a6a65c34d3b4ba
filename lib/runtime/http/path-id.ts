import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { notFound } from './answer';
import { VisibleError } from './visible-error';

const ID = /^[\w-]{1,64}$/;

/**
 * An id from the path.
 * @throws VisibleError 404 for what cannot be an id
 */
export function pathId(event: APIGatewayProxyEventV2, name: string): string {
  const id = event.pathParameters?.[name];
  if (id !== undefined && ID.test(id)) return id;
  throw new VisibleError(notFound);
}
