import { Readable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { startOfflineStripe } from '../../../infra/offline-stripe/start';
import type { Table } from '../../../lib/dynamo/client';
import { stripeClient, UNPACED } from '../../../lib/stripe/client';
import { recordsTableInput } from '../../fixtures/records-table';
import { answerCall } from '../../memory-dynamodb/answer-call';
import type { StreamRecord } from '../../memory-dynamodb/streams/stream';
import { TABLE, WEBHOOK_URL } from './processes';
import { createServices, type Services } from './services';
import type { SimulatedTime } from './simulated-time';

/** What functions act upon: an AWS account with the product's table, and a Stripe account. Both begin empty. */
export interface Scene {
  services: Services;
  stripe: ReturnType<typeof stripeClient>;
  /** Base URL of the offline Stripe. */
  stripeUrl: string;
  /** Posts to the offline Stripe's controls. */
  control(path: string, body: object): Promise<void>;
  /** The table, by a client that no fault reaches. */
  table: Table;
  /** Changes of the table after so many. */
  changes(after: number, limit: number): StreamRecord[];
  close(): Promise<void>;
}

export async function openScene(time: SimulatedTime): Promise<Scene> {
  const services = createServices(time);
  createTable(services);
  const offline = await startOfflineStripe({ clock: time.now });
  const stripe = stripeClient('sk_test_observer', UNPACED, offline.url);
  const control = (path: string, body: object) => post(`${offline.url}/_offline/${path}`, body);
  await control('delivery', { paused: true });
  await stripe.webhookEndpoints.create({ url: WEBHOOK_URL, enabled_events: ['*'] });
  return {
    services,
    stripe,
    stripeUrl: offline.url,
    control,
    table: tableOf(services),
    changes: (after, limit) => services.database.tables.get(TABLE)?.stream?.read(after, limit) ?? [],
    close: () => offline.close(),
  };
}

function tableOf({ database }: Services): Table {
  const requestHandler = {
    handle: async ({ headers, body }: { headers: Record<string, string>; body: Uint8Array }) => {
      const answer = answerCall(database, headers['x-amz-target'] ?? '', new TextDecoder().decode(body));
      return {
        response: {
          statusCode: answer.status,
          headers: { 'content-type': 'application/x-amz-json-1.0' },
          body: Readable.from([Buffer.from(JSON.stringify(answer.body))]),
        },
      };
    },
  };
  const client = new DynamoDBClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'scene', secretAccessKey: 'scene' },
    requestHandler: requestHandler as never,
  });
  return { client: DynamoDBDocumentClient.from(client), name: TABLE };
}

/** The table of the template. */
function createTable({ database }: Services): void {
  const stream = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' };
  const input = JSON.stringify({ ...recordsTableInput(TABLE), StreamSpecification: stream });
  const { status, body } = answerCall(database, 'DynamoDB_20120810.CreateTable', input);
  if (status !== 200) throw new Error(`No table: ${JSON.stringify(body)}`);
}

async function post(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
}
