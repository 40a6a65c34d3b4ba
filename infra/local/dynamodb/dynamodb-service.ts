import { unsupported } from '../aws-endpoint/aws-error';
import type { AwsReply, AwsRequest, AwsService } from '../aws-endpoint/aws-service';
import { jsonError, parseBody, targetOperation } from '../aws-endpoint/json-service';
import type { Account } from '../template/identity';
import { dynamoDbPermissions } from './dynamodb-permissions';

/** A table's stream by its ARN in the template and by the one that DynamoDB Local gave it. */
export interface StreamAlias {
  arn: string;
  upstreamArn: string;
}

const streamOperations = ['DescribeStream', 'GetRecords', 'GetShardIterator'];

/** DynamoDB and its streams: checks what a call needs, and passes it on to DynamoDB Local as it came. */
export function dynamoDbService(
  upstream: string,
  account: Account,
  streams: () => StreamAlias[],
): AwsService {
  const tableArn = (name: string) => `arn:aws:dynamodb:${account.region}:${account.id}:table/${name}`;
  return {
    refuse: jsonError,
    read(request) {
      const operation = targetOperation(request);
      if (String(request.headers['x-amz-target']).startsWith('DynamoDBStreams_')) {
        if (!streamOperations.includes(operation)) throw unsupported(`dynamodb:${operation}`);
        const stream = streams().find(({ arn }) => request.body.includes(arn));
        return {
          operation: `dynamodb:${operation}`,
          permissions: [{ action: `dynamodb:${operation}`, resource: stream?.arn ?? '*' }],
          run: async () => renamed(await passOn(upstream, renamedBody(request, streams())), streams()),
        };
      }
      const permissions = dynamoDbPermissions(operation, parseBody(request), tableArn);
      if (!permissions) throw unsupported(`dynamodb:${operation}`);
      return {
        operation: `dynamodb:${operation}`,
        permissions,
        run: async () => {
          const reply = await passOn(upstream, request);
          return operation === 'DescribeTable' ? renamed(reply, streams()) : reply;
        },
      };
    },
  };
}

async function passOn(upstream: string, request: AwsRequest): Promise<AwsReply> {
  const headers = new Headers();
  for (const name of ['x-amz-target', 'content-type', 'authorization', 'x-amz-date']) {
    const value = request.headers[name];
    if (value !== undefined) headers.set(name, String(value));
  }
  const response = await fetch(upstream, { method: 'POST', headers, body: new Uint8Array(request.body) });
  const reply: Record<string, string> = {};
  for (const name of ['content-type', 'x-amzn-requestid', 'x-amz-crc32']) {
    const value = response.headers.get(name);
    if (value !== null) reply[name] = value;
  }
  return { status: response.status, headers: reply, body: Buffer.from(await response.arrayBuffer()) };
}

function renamedBody(request: AwsRequest, streams: StreamAlias[]): AwsRequest {
  const body = streams.reduce(
    (text, each) => text.replaceAll(each.arn, each.upstreamArn),
    request.body.toString(),
  );
  return { ...request, body: Buffer.from(body) };
}

/** DynamoDB Local names its region `ddblocal` in ARNs; the template's names are put back. */
function renamed(reply: AwsReply, streams: StreamAlias[]): AwsReply {
  const text = streams.reduce(
    (all, each) => all.replaceAll(each.upstreamArn, each.arn),
    String(reply.body ?? ''),
  );
  const { 'x-amz-crc32': _checksum, ...headers } = reply.headers ?? {};
  return {
    ...reply,
    headers,
    body: text.replaceAll('arn:aws:dynamodb:ddblocal:', 'arn:aws:dynamodb:us-east-1:'),
  };
}
