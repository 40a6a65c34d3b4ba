import { setTimeout as delay } from 'node:timers/promises';
import Stripe from 'stripe';
import {
  type OfflineStripe,
  type OfflineStripeOptions,
  startOfflineStripe,
} from '../../../infra/offline-stripe/start';

/** A running offline Stripe with the official SDK in front of it. */
export interface SandboxFixture extends OfflineStripe {
  readonly stripe: Stripe;
  /** A raw request to the API, with a good key unless `authorization` is given. */
  request(method: string, path: string, options?: RequestOptions): Promise<RawAnswer>;
  /** A request to the offline controls. */
  control(method: string, path: string, body?: unknown): Promise<RawAnswer>;
}

export interface RequestOptions {
  form?: string;
  headers?: Record<string, string>;
}

export interface RawAnswer {
  status: number;
  headers: Headers;
  /** The parsed body; tests compare it as a whole or with `toMatchObject`. */
  json: unknown;
}

export async function startFixture(options: OfflineStripeOptions = {}): Promise<SandboxFixture> {
  const server = await startOfflineStripe(options);
  const { port } = new URL(server.url);
  const stripe = new Stripe('sk_test_fixture', {
    host: '127.0.0.1',
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
  });
  const send = async (method: string, path: string, init: RequestInit) => {
    const response = await fetch(`${server.url}${path}`, { method, ...init });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      json: text === '' ? undefined : JSON.parse(text),
    };
  };
  return {
    ...server,
    stripe,
    request: (method, path, { form, headers = {} } = {}) =>
      send(method, path, {
        headers: {
          authorization: 'Bearer sk_test_fixture',
          ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
          ...headers,
        },
        ...(form === undefined ? {} : { body: form }),
      }),
    control: (method, path, body) =>
      send(method, `/_offline${path}`, body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

/** Waits, for five seconds at most, until a condition holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await holds()) return;
    await delay(10);
  }
  throw new Error('The condition did not come true within five seconds.');
}

/** The error that the SDK throws. */
export async function refusal(promise: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Stripe.errors.StripeError) return error;
  throw new Error(`Expected a refusal, got ${String(error)}.`);
}
