import { AwsError, unsupported } from '../aws-endpoint/aws-error';
import type { AwsReply, AwsService } from '../aws-endpoint/aws-service';
import type { InvokeLater } from './async-invoker';
import type { Invoker } from './invoker';

/** Lambda's Invoke: `RequestResponse` waits for the answer, `Event` does not. */
export function lambdaService(invoker: Invoker, invokeLater: InvokeLater): AwsService {
  return {
    refuse: (error) => ({
      status: error.code === 'AccessDeniedException' ? 403 : error.status,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code },
      body: JSON.stringify({ Type: 'User', Message: error.message, message: error.message }),
    }),
    read({ method, url, headers, body }) {
      const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(url.pathname)?.[1];
      if (method !== 'POST' || name === undefined) throw unsupported(`lambda ${method} ${url.pathname}`);
      const fn = invoker.find(decodeURIComponent(name));
      if (!fn) throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
      const payload = body.toString('utf8') || '{}';
      requireJson(payload);
      const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
      return {
        operation: 'lambda:InvokeFunction',
        permissions: [{ action: 'lambda:InvokeFunction', resource: fn.arn }],
        async run(): Promise<AwsReply> {
          if (type === 'Event') {
            invokeLater(fn, payload);
            return { status: 202 };
          }
          if (type !== 'RequestResponse') throw unsupported(`lambda invocation type ${type}`);
          const outcome = await invoker.invoke(fn, payload);
          const version = { 'x-amz-executed-version': '$LATEST' };
          return 'error' in outcome
            ? {
                status: 200,
                headers: { ...version, 'x-amz-function-error': 'Unhandled' },
                body: JSON.stringify(outcome.error),
              }
            : { status: 200, headers: version, body: outcome.payload };
        },
      };
    },
  };
}

function requireJson(payload: string): void {
  try {
    JSON.parse(payload);
  } catch {
    throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json');
  }
}
