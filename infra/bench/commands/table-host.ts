import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { recordsTableInput } from '../../../test/fixtures/records-table';
import { type Answer, answerCall } from '../../../test/memory-dynamodb/answer-call';
import { createDatabase } from '../../../test/memory-dynamodb/table/database';

/**
 * The AWS that functions under measurement see, in a process of its own: a table in memory, or DynamoDB Local behind
 * `UPSTREAM`, and a secret. It counts calls by what they do and what the record's key begins with, and refuses some for
 * lack of capacity where it is told to.
 */
const { UPSTREAM = '', TABLE_NAME = '' } = process.env;
const SecretString = JSON.stringify({ apiKey: 'sk_test_bench', webhookSecrets: [] });
const THROTTLED = {
  __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
  message: 'The level of configured throughput for the table was exceeded.',
};

const database = createDatabase();
const counts: Record<string, number> = {};
let throttleEvery = 0;
let calls = 0;

function count(target: string, body: string): void {
  const operation = target.split('.')[1] ?? '';
  const [, kind = ''] = /"pk":\{"S":"([a-z]+)/.exec(body) ?? [];
  const key = /^(Put|Update|Delete|Transact)/.test(operation) ? `write ${kind}` : `read ${operation}`;
  counts[key] = (counts[key] ?? 0) + 1;
}

/** Null for what DynamoDB Local is to answer. */
function answerOf(target: string, body: string): Answer | null {
  if (target.startsWith('secretsmanager')) return { status: 200, body: { SecretString } };
  // What a worker hands back when its time is over; nobody gives it again.
  if (target.startsWith('AmazonSQS')) return { status: 200, body: {} };
  count(target, body);
  calls += 1;
  if (throttleEvery > 0 && calls % throttleEvery === 0) return { status: 400, body: THROTTLED };
  return UPSTREAM === '' ? answerCall(database, target, body) : null;
}

function control(path: string): Answer {
  if (path === '/counts') return { status: 200, body: counts };
  throttleEvery = Number(path.split('/').at(-1));
  return { status: 200, body: {} };
}

function forward(incoming: IncomingMessage, body: string, response: ServerResponse): void {
  const { host: _, ...headers } = incoming.headers;
  const sent = request(UPSTREAM, { method: 'POST', headers }, (answered) => {
    response.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.pipe(response);
  });
  sent.on('error', () => response.destroy());
  sent.end(body);
}

if (UPSTREAM === '') {
  answerCall(database, 'DynamoDB_20120810.CreateTable', JSON.stringify(recordsTableInput(TABLE_NAME)));
}
const server = createServer((incoming, response) => {
  const chunks: Buffer[] = [];
  // Whoever hangs up before the end of a request has asked for nothing.
  incoming.on('error', () => undefined);
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => {
    const body = Buffer.concat(chunks).toString('utf8');
    const target = String(incoming.headers['x-amz-target'] ?? '');
    const answer = target === '' ? control(incoming.url ?? '') : answerOf(target, body);
    if (!answer) return forward(incoming, body, response);
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(answer.body));
  });
});
server.keepAliveTimeout = 0;
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' && address ? address.port : 0);
});
