import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as v from 'valibot';
import type { FunctionName } from '../../functions/environments';
import { ROUTES } from '../../functions/routes';
import type { Endpoints } from '../local/control/endpoints-file';
import { startDynamoDbLocal } from '../local/dynamodb/dynamodb-local';
import { bundleChildScripts } from '../local/stack/bundle-child-scripts';
import { createCleanup } from '../local/stack/cleanup';
import { readSettings } from '../local/stack/settings';
import { startStack } from '../local/stack/start-stack';
import { type MeteredDynamoDb, meteredDynamoDb } from './metered-dynamodb';

export interface BenchStack extends Endpoints {
  dynamoDb: MeteredDynamoDb;
  /** DynamoDB Local itself, past the meter. */
  upstream: string;
  /** Waits until nothing is under way any more: no call to the table for three seconds. */
  quiet(): Promise<void>;
  /** What has happened besides at the table since the start. */
  counts(): Promise<Counts>;
  /** Runs a function as its schedule does. */
  invoke(functionName: FunctionName): Promise<void>;
  /** An operator's request. @returns its answer */
  operate(method: string, path: string, body?: object): Promise<unknown>;
  stop(): Promise<void>;
}

export interface Counts {
  /** Requests to the HTTP API. */
  requests: number;
  invocations: number;
  /** Calls to the table. */
  calls: number;
  signals: number;
  /** Requests to Stripe. */
  stripe: number;
}

const Invocations = v.array(v.object({ function: v.string() }));
const behindApi = new Set(Object.keys(ROUTES));

const QUIET_MS = 3_000;

/** The product's own template on the local stack, with a meter at the table. */
export async function benchStack(env: Record<string, string> = {}): Promise<BenchStack> {
  const directory = mkdtempSync(join(tmpdir(), 'aa-stripe-bench-'));
  const cleanup = createCleanup();
  cleanup.add(() => rmSync(directory, { recursive: true, force: true }));
  try {
    const { watchdog } = await bundleChildScripts(directory);
    const upstream = await startDynamoDbLocal({ directory, persist: false, watchdog }, cleanup);
    const dynamoDb = await meteredDynamoDb(upstream);
    cleanup.add(dynamoDb.close);
    const ports = { PORT: '0', AWS_PORT: '0', STRIPE_PORT: '0', LOCAL_DIR: directory };
    const settings = readSettings([], { ...process.env, ...ports, ...env, DYNAMODB_UPSTREAM: dynamoDb.url });
    const endpoints = await startStack(settings, cleanup, () => {});
    const token = await (await fetch(`${endpoints.api}/_local/token?user=op&scope=aa-stripe/admin`)).text();
    const prefix = `${String(endpoints.outputs['Name'])}-`;
    const lambda = new LambdaClient({
      endpoint: endpoints.aws,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    return {
      ...endpoints,
      dynamoDb,
      upstream,
      quiet: async () => {
        while (Date.now() - dynamoDb.lastCall() < QUIET_MS) await sleep(100);
      },
      operate: async (method, path, body) => {
        const response = await fetch(`${endpoints.api}/aa-stripe/${path}`, {
          method,
          headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
          ...(body && { body: JSON.stringify(body) }),
        });
        if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
        return response.json();
      },
      counts: async () => {
        const list = async (url: string) => v.parse(v.array(v.unknown()), await (await fetch(url)).json());
        const invocations = v.parse(Invocations, await list(`${endpoints.api}/_local/invocations`));
        return {
          requests: invocations.filter(({ function: name }) => behindApi.has(name.slice(prefix.length)))
            .length,
          invocations: invocations.length,
          calls: dynamoDb.calls(),
          signals: (await list(`${endpoints.api}/_local/signals`)).length,
          stripe: (await list(`${endpoints.stripe}/_offline/requests`)).length,
        };
      },
      invoke: async (name) => {
        const { FunctionError } = await lambda.send(
          new InvokeCommand({ FunctionName: `${prefix}${name}`, Payload: '{}' }),
        );
        if (FunctionError) throw new Error(`${name}: ${FunctionError}`);
      },
      stop: cleanup.run,
    };
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}
