import { randomUUID } from 'node:crypto';
import type { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { describeError } from '../describe-error';
import { type Answer, detail, toResult } from './answer';
import { VisibleError } from './visible-error';

export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * Wraps a route: its answer becomes the gateway's result, a VisibleError its own answer, and any other
 * error a 500 whose id stands in the log.
 */
export function httpHandler(
  logger: Logger,
  route: (event: APIGatewayProxyEventV2) => Promise<Answer>,
): HttpHandler {
  return async (event, context) => {
    logger.addContext(context);
    // The access log knows the request by the same id.
    logger.setCorrelationId(event.requestContext.requestId);
    try {
      return toResult(await route(event));
    } catch (error) {
      if (error instanceof VisibleError) return toResult(error.answer);
      const errorId = randomUUID();
      logger.error('request failed', { error_id: errorId, error: describeError(error) });
      return toResult(detail(500, `Internal error. Its id is ${errorId}.`));
    }
  };
}
