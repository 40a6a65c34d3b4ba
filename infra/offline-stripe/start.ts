import { setMaxListeners } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { RequestLogEntry } from './controls/request-log';
import { createApp } from './http/app';
import { createSandbox } from './sandbox';

const HOST = '127.0.0.1';
const WEBHOOK_RETRY_DELAYS_MS = [1_000, 3_000, 9_000, 27_000, 60_000, 120_000, 300_000];

export interface OfflineStripeOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** The wall clock in epoch milliseconds. */
  readonly clock?: () => number;
  /** Told of every request to the API, secrets masked. */
  readonly log?: (line: RequestLogEntry) => void;
  /** Waits between the attempts to deliver a webhook; their number plus one is the number of attempts. */
  readonly webhookRetryDelaysMs?: readonly number[];
}

export interface OfflineStripe {
  /** The base URL, without a slash at its end. */
  readonly url: string;
  /** Drops every connection and stops all deliveries. */
  close(): Promise<void>;
}

/**
 * Starts a Stripe of its own on 127.0.0.1: one empty test account, in memory.
 * @throws when the port is taken.
 */
export async function startOfflineStripe(options: OfflineStripeOptions = {}): Promise<OfflineStripe> {
  const closing = new AbortController();
  // Each request that a fault delays listens to it.
  setMaxListeners(0, closing.signal);
  const sandbox = createSandbox({
    closing: closing.signal,
    wallClock: options.clock ?? Date.now,
    log: options.log ?? (() => {}),
    webhookRetryDelaysMs: options.webhookRetryDelaysMs ?? WEBHOOK_RETRY_DELAYS_MS,
  });
  const server = createServer(getRequestListener(createApp(sandbox).fetch));
  const { port } = await listen(server, options.port ?? 0);
  return {
    url: `http://${HOST}:${port}`,
    async close() {
      closing.abort();
      sandbox.deliveries.stop();
      sandbox.timers.giveUp();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function listen(server: Server, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('The server has no port.'));
      else resolve(address);
    });
  });
}
