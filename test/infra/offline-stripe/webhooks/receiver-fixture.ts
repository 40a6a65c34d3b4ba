import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Received {
  body: string;
  signature: string;
  contentType: string | undefined;
}

export interface Receiver {
  url: string;
  received: Received[];
  /** Statuses for the next requests; then 200. */
  answers: number[];
  close(): Promise<void>;
}

/** A server that takes webhooks and remembers them. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const answers: number[] = [];
  const server = createServer(async (request, response) => {
    const signature = String(request.headers['stripe-signature']);
    received.push({ body: await text(request), signature, contentType: request.headers['content-type'] });
    response.writeHead(answers.shift() ?? 200, { location: '/elsewhere' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/hooks`,
    received,
    answers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
