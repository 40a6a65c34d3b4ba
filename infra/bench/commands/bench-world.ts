import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { customerPorts } from '../../../functions/composition/customer-ports';
import { environments, type FunctionName } from '../../../functions/environments';
import { createCustomer } from '../../../lib/customer/create-customer';
import type { Table } from '../../../lib/dynamo/client';
import { stripeClient, UNPACED } from '../../../lib/stripe/client';
import { stripeRequests } from '../../../lib/stripe/stripe-requests';
import { recordsTableInput } from '../../../test/fixtures/records-table';
import { bundle } from '../../bundle';
import { ENTRIES } from '../../bundle-functions';
import { startDynamoDbLocal } from '../../local/dynamodb/dynamodb-local';
import { bundleChildScripts } from '../../local/stack/bundle-child-scripts';
import { createCleanup } from '../../local/stack/cleanup';
import { type FunctionProcess, startFunction, startServer } from './start-process';

const TABLE_NAME = 'bench';
/** As many as there are unless `fanOut` says otherwise. */
export const WORKERS = 5;
const Counts = v.record(v.string(), v.number());
const RequestLog = v.array(
  v.object({ at: v.number(), method: v.string(), path: v.string(), status: v.nullable(v.number()) }),
);
export type StripeRequest = v.InferOutput<typeof RequestLog>[number];

export interface Rates {
  account: number;
  endpoint: number;
}

/** The functions' own bundles, a table and the offline Stripe, each in a process of its own. */
export interface BenchWorld {
  table: Table;
  stripe: ReturnType<typeof stripeClient>;
  /** An owner who can pay. */
  customer(owner: string): Promise<void>;
  start(name: FunctionName, rates: Rates): FunctionProcess;
  /** Calls to the table so far, by kind: `write rate`, `read GetItem`. */
  counts(): Promise<Record<string, number>>;
  /** Lets every so many-th call to the table fail for lack of capacity; 0 lets none. */
  throttle(every: number): Promise<void>;
  /** What reached Stripe since this was asked last. */
  requests(): Promise<StripeRequest[]>;
  /** Posts to the offline Stripe's controls, or deletes. */
  offline(method: 'POST' | 'DELETE', path: string, body?: object): Promise<void>;
  end(): Promise<void>;
}

const SCRIPTS = {
  'function-host': 'infra/bench/commands/function-host.ts',
  'table-host': 'infra/bench/commands/table-host.ts',
  'stripe-host': 'infra/bench/commands/stripe-host.ts',
};

export async function benchWorld(isInMemory: boolean): Promise<BenchWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'aa-stripe-bench-'));
  const cleanup = createCleanup();
  bundle({ ...ENTRIES, ...SCRIPTS }, join(directory, 'bundles'));
  const script = (name: string) => join(directory, 'bundles', name, 'index.js');
  const upstream = isInMemory ? '' : await dynamoDbLocal(directory, cleanup);
  const aws = await startServer(script('table-host'), { TABLE_NAME, UPSTREAM: upstream });
  const awsUrl = `http://127.0.0.1:${aws.said}`;
  const offline = await startServer(script('stripe-host'), {});
  const stripeUrl = String(offline.said);
  const running = new Set<FunctionProcess>();

  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const client = new DynamoDBClient({ endpoint: awsUrl, region: 'us-east-1', credentials });
  const table: Table = { client: DynamoDBDocumentClient.from(client), name: TABLE_NAME };
  if (!isInMemory) await client.send(new CreateTableCommand(recordsTableInput(TABLE_NAME)));
  const stripe = stripeClient('sk_test_bench', UNPACED, stripeUrl);
  const control = async (method: string, path: string, body?: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${stripeUrl}/_offline/${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  await control('POST', 'delivery', { paused: true });
  const access = { client: async () => stripe, requests: stripeRequests(async () => stripe) };
  const environment = (name: FunctionName, rates: Rates) => {
    const values: Record<string, string> = {
      TABLE_NAME,
      STRIPE_SECRET_ARN: 'arn:secret',
      STRIPE_RATE: String(rates.account),
      STRIPE_ENDPOINT_RATE: String(rates.endpoint),
      LIVEMODE: 'false',
      STAGE: 'bench',
      TIME_ZONE: 'UTC',
      // A run does all by itself; what workers do, they are given here.
      FAN_OUT_ABOVE: '1000000',
      FAN_OUT_WORKERS: String(WORKERS),
      WORK_QUEUE_URL: `${awsUrl}/queue`,
    };
    return Object.fromEntries(environments[name].map((variable) => [variable, values[variable] ?? '']));
  };
  return {
    table,
    stripe,
    customer: async (owner) => {
      const input = { owner, token: 'tok_visa', stripeJsResponse: { id: 'tok_visa' }, livemode: false };
      const { outcome } = await createCustomer(input, customerPorts(table, access));
      if (outcome !== 'created') throw new Error(`No customer for ${owner}: ${outcome}`);
    },
    start: (name, rates) => {
      const started = startFunction(script('function-host'), script(name), {
        ...environment(name, rates),
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'bench',
        AWS_SECRET_ACCESS_KEY: 'bench',
        AWS_ENDPOINT_URL: awsUrl,
        AWS_LAMBDA_FUNCTION_NAME: name,
        STRIPE_API_BASE: stripeUrl,
        POWERTOOLS_LOG_LEVEL: 'SILENT',
        POWERTOOLS_METRICS_DISABLED: 'true',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      });
      running.add(started);
      return started;
    },
    counts: async () => v.parse(Counts, await (await fetch(`${awsUrl}/counts`)).json()),
    throttle: async (every) => void (await fetch(`${awsUrl}/throttle/${every}`)),
    requests: async () => {
      const log = v.parse(RequestLog, await control('GET', 'requests'));
      await control('DELETE', 'requests');
      return log;
    },
    offline: async (method, path, body) => void (await control(method, path, body)),
    end: async () => {
      await Promise.all([...running].map((one) => one.kill()));
      aws.child.kill();
      offline.child.kill();
      table.client.destroy();
      await cleanup.run();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function dynamoDbLocal(directory: string, cleanup: ReturnType<typeof createCleanup>): Promise<string> {
  const { watchdog } = await bundleChildScripts(directory);
  return startDynamoDbLocal({ directory, persist: false, watchdog }, cleanup);
}
