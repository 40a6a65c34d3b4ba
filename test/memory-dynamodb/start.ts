import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerCall } from './answer-call';
import type { StreamRecord } from './streams/stream';
import { createDatabase, tableOf } from './table/database';

const HOST = '127.0.0.1';

export interface MemoryDynamoDb {
  /** For an AWS client's `endpoint`, of DynamoDB as of its streams. */
  readonly url: string;
  /**
   * What GetRecords would answer of a table's stream, without asking over HTTP: all records but the first `after`.
   * @throws when there is no such table, or it has no stream.
   */
  changes(tableName: string, after: number): StreamRecord[];
  /** Drops every connection and forgets everything. */
  close(): Promise<void>;
}

/**
 * Starts a DynamoDB on 127.0.0.1 that keeps everything in memory and is as exact as the product needs, for tests that
 * write more than DynamoDB Local takes. What it does not know it refuses by name.
 * @throws when the port is taken.
 */
export async function startMemoryDynamoDb(options: { port?: number } = {}): Promise<MemoryDynamoDb> {
  const database = createDatabase();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    // Whoever hangs up before the end of a request has asked for nothing.
    request.on('error', () => undefined);
    request.on('end', () => {
      const target = String(request.headers['x-amz-target'] ?? '');
      const { status, body } = answerCall(database, target, Buffer.concat(chunks).toString('utf8'));
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(body));
    });
  });
  // A connection that ends while its client is about to use it looks like a fault that nobody has asked for.
  server.keepAliveTimeout = 0;
  const { port } = await listen(server, options.port ?? 0);
  return {
    url: `http://${HOST}:${port}`,
    changes(tableName, after) {
      const { stream } = tableOf(database, tableName);
      if (!stream) throw new Error(`The table ${tableName} has no stream.`);
      return stream.read(after, stream.length);
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
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
