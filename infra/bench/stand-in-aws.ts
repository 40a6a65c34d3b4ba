import { once } from 'node:events';
import * as v from 'valibot';
import { listen } from '../local/control/listen';
import { BENCH_SECRET } from './webhook-delivery';

export interface StandInAws {
  url: string;
  /** Calls so far, by operation. */
  calls: Map<string, number>;
  close(): Promise<void>;
}

/** What an empty account answers: nothing is found, everything is taken. */
const ANSWERS: Record<string, object> = {
  GetSecretValue: {
    SecretString: JSON.stringify({
      apiKey: 'sk_test_bench',
      webhookSecrets: [BENCH_SECRET],
      adminEmails: [],
    }),
  },
  Query: { Items: [], Count: 0, ScannedCount: 0 },
  BatchGetItem: { Responses: {}, UnprocessedKeys: {} },
  // What counts requests to Stripe asks how far it is.
  UpdateItem: { Attributes: { used: { N: '1' } } },
};

/**
 * AWS that answers at once and always alike, so that what is measured is the function: no disk, no Java, no luck.
 */
export async function standInAws(): Promise<StandInAws> {
  const calls = new Map<string, number>();
  const { url, server } = await listen(0, 'PORT', (request, response) => {
    const operation =
      String(request.headers['x-amz-target'] ?? request.method)
        .split('.')
        .at(-1) ?? '';
    calls.set(operation, (calls.get(operation) ?? 0) + 1);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
      const answer = operation === 'PutEvents' ? takenEvents(Buffer.concat(chunks)) : ANSWERS[operation];
      response.end(JSON.stringify(answer ?? {}));
    });
  });
  return {
    url,
    calls,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const Events = v.object({ Entries: v.array(v.unknown()) });

function takenEvents(body: Buffer): object {
  const { Entries } = v.parse(Events, JSON.parse(body.toString()));
  return { FailedEntryCount: 0, Entries: Entries.map((_, i) => ({ EventId: String(i) })) };
}
