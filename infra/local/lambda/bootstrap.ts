import { join } from 'node:path';
import type { FunctionError, InvokeMessage, LoadedMessage, ResultMessage } from './protocol';

/**
 * Runs inside a function's process: loads the bundle named by the environment and answers invocations, one at a time,
 * over the IPC channel. When the channel closes (the stack is gone) the process ends.
 */
type Handler = (event: unknown, context: unknown) => unknown;

const send = (message: LoadedMessage | ResultMessage): void => void process.send?.(message);
const loaded = loadHandler();
process.on('disconnect', () => process.exit(0));
// A terminal's Ctrl-C reaches every process of its group; the stack ends this one in its own order.
process.on('SIGINT', () => undefined);

process.on('message', async (message: InvokeMessage) => {
  const { requestId } = message;
  try {
    if ('error' in loaded) throw loaded.error;
    const result = await loaded.handler(JSON.parse(message.payload), context(message));
    send({ requestId, payload: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    send({ requestId, error: describe(error) });
  }
});

send({ loaded: true });

function loadHandler(): { handler: Handler } | { error: unknown } {
  const [file = '', exportName = ''] = (process.env._HANDLER ?? '').split('.');
  try {
    const module: Record<string, unknown> = require(join(process.env.LAMBDA_TASK_ROOT ?? '', file));
    const handler = module[exportName];
    if (typeof handler !== 'function')
      throw named('Runtime.HandlerNotFound', `${file}.${exportName} is undefined`);
    if (handler.length > 2)
      throw named('Runtime.CallbackHandlerDeprecated', 'handlers with a callback do not run');
    return { handler: (event, ctx) => handler(event, ctx) };
  } catch (error) {
    return { error };
  }
}

function context({ requestId, functionArn, deadline }: InvokeMessage) {
  return {
    awsRequestId: requestId,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] };
}

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
