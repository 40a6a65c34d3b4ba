import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

export interface CommandInvoker {
  /** Starts a command's function and does not wait for it. */
  start(command: string, event: object): Promise<void>;
}

/** `prefix`: functions are called `<prefix>-<command>`. */
export function commandInvoker(prefix: string): CommandInvoker {
  const client = new LambdaClient({});
  return {
    start: async (command, event) => {
      await client.send(
        new InvokeCommand({
          FunctionName: `${prefix}-${command}`,
          InvocationType: 'Event',
          Payload: JSON.stringify(event),
        }),
      );
    },
  };
}
