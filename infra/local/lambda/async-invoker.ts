import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import type { Tell } from '../console/report';
import type { Queue } from '../sqs/queue';
import type { Resources } from '../template/resources';
import type { Outcome } from './execution-environment';
import type { LambdaFunction } from './function-schema';
import type { Invoker } from './invoker';

const configSchema = v.strictObject({
  FunctionName: v.string(),
  Qualifier: v.literal('$LATEST'),
  MaximumRetryAttempts: v.optional(v.number(), 2),
  MaximumEventAgeInSeconds: v.optional(v.number(), 21_600),
  DestinationConfig: v.optional(
    v.strictObject({ OnFailure: v.optional(v.strictObject({ Destination: v.string() })) }),
  ),
});

/** How a function's asynchronous invocations are repeated, by function name. */
export type AsyncConfigs = Map<string, v.InferOutput<typeof configSchema>>;

export function readAsyncConfigs(resources: Resources): AsyncConfigs {
  const configs = resources.claim('AWS::Lambda::EventInvokeConfig', configSchema);
  return new Map(configs.map(({ properties }) => [properties.FunctionName, properties]));
}

/** Invokes a function without waiting for it: retries, then its failure destination and dead-letter queue. */
export type InvokeLater = (fn: LambdaFunction, payload: string) => void;

/** Lambda waits one minute, then two; nobody at a terminal does. */
const retryWaitsMs = [1000, 2000];

export function createInvokeLater(
  invoker: Invoker,
  configs: AsyncConfigs,
  queues: ReadonlyMap<string, Queue>,
  tell: Tell,
): InvokeLater {
  const run = async (fn: LambdaFunction, payload: string): Promise<void> => {
    const { MaximumRetryAttempts: retries = 2, MaximumEventAgeInSeconds: maximumAge = 21_600 } =
      configs.get(fn.name) ?? {};
    const deadline = Date.now() + maximumAge * 1000;
    let outcome = await invoker.invoke(fn, payload);
    let attempts = 1;
    while ('error' in outcome && attempts <= retries) {
      await sleep(retryWaitsMs[attempts - 1] ?? 2000);
      if (Date.now() > deadline) break;
      outcome = await invoker.invoke(fn, payload);
      attempts += 1;
    }
    if ('error' in outcome) giveUp(fn, payload, outcome, attempts);
  };
  const giveUp = (fn: LambdaFunction, payload: string, outcome: Outcome, attempts: number): void => {
    const destination = queues.get(configs.get(fn.name)?.DestinationConfig?.OnFailure?.Destination ?? '');
    destination?.send(failureRecord(fn, payload, outcome, attempts));
    const letters = queues.get(fn.deadLetterArn ?? '');
    letters?.send(payload);
    const queue = destination ?? letters;
    if (queue) tell({ kind: 'dead-letter', queue: queue.name, message: payload });
  };
  return (fn, payload) => void run(fn, payload);
}

/** As Lambda writes it to an on-failure destination. */
function failureRecord(fn: LambdaFunction, payload: string, outcome: Outcome, attempts: number): string {
  const request: unknown = JSON.parse(payload);
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: randomUUID(),
      functionArn: `${fn.arn}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: attempts,
    },
    requestPayload: request,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: 'error' in outcome ? outcome.error : {},
  });
}
