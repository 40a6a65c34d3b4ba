import { createHmac } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import Stripe from 'stripe';
import type { Table } from '../../../lib/dynamo/client';
import type { RunningStack } from '../../infra/local/running-stack';

/** A running local stack, and all that a month on it needs. */
export interface World {
  stripe: Stripe;
  table: Table;
  localDirectory: string;
  /** A request to the API, by a user or by an operator (`op`). Status 0: no answer. */
  request(method: string, path: string, user: string, body?: object): Promise<Answered>;
  /** One delivery of an event, signed now. */
  deliver(event: Stripe.Event): Promise<number>;
  /** The local stack's own controls. */
  local(method: string, path: string, body?: object): Promise<unknown>;
  /** The offline Stripe's controls. */
  offline(method: string, path: string, body?: object): Promise<unknown>;
}

export interface Answered {
  status: number;
  body: Record<string, unknown>;
}

export function worldOf({ endpoints, localDirectory }: RunningStack): World {
  const { api, aws, stripe: stripeUrl, tableName, webhookSecret } = endpoints;
  const { hostname: host, port } = new URL(stripeUrl);
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (user: string) => {
    const query = user === 'op' ? 'user=op&scope=aa-stripe/admin' : `user=${user}`;
    const token = tokens.get(user) ?? fetch(`${api}/_local/token?${query}`).then((answer) => answer.text());
    tokens.set(user, token);
    return token;
  };
  const control = async (url: string, method: string, body?: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  const client = new DynamoDBClient({
    endpoint: aws,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 8,
  });
  return {
    // Faults at Stripe hit whoever comes: this client asks again.
    stripe: new Stripe('sk_test_observer', {
      protocol: 'http',
      host,
      port,
      maxNetworkRetries: 6,
      telemetry: false,
    }),
    table: { client: DynamoDBDocumentClient.from(client), name: tableName },
    localDirectory,
    request: async (method, path, user, body) => {
      const headers = {
        authorization: `Bearer ${await tokenOf(user)}`,
        ...(body && { 'content-type': 'application/json' }),
      };
      const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
      const answer = await fetch(`${api}${path}`, init).catch(() => null);
      const text = (await answer?.text().catch(() => '')) ?? '';
      return { status: answer?.status ?? 0, body: text === '' ? {} : JSON.parse(text) };
    },
    deliver: async (event) => {
      const body = JSON.stringify(event);
      const at = Math.floor(Date.now() / 1000);
      const mac = createHmac('sha256', webhookSecret).update(`${at}.${body}`).digest('hex');
      const headers = { 'stripe-signature': `t=${at},v1=${mac}`, 'content-type': 'application/json' };
      const answer = await fetch(`${api}/aa-stripe/webhooks`, { method: 'POST', headers, body }).catch(
        () => null,
      );
      await answer?.arrayBuffer().catch(() => null);
      return answer?.status ?? 0;
    },
    local: (method, path, body) => control(`${api}/_local/${path}`, method, body),
    offline: (method, path, body) => control(`${stripeUrl}/_offline/${path}`, method, body),
  };
}
