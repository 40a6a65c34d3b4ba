import { AwsError } from '../aws-endpoint/aws-error';
import type { AwsReply, AwsRequest, AwsService } from '../aws-endpoint/aws-service';
import { escapeXml } from '../aws-endpoint/xml';
import type { ObjectStore, StoredObject } from './object-store';

/** S3's path-style objects: PUT, GET, HEAD, DELETE, and ListObjectsV2 of a bucket. Anything else is NotImplemented. */
export function s3Service(store: ObjectStore): AwsService {
  return {
    refuse: (error) => {
      const denied = error.code === 'AccessDeniedException';
      const code = denied ? 'AccessDenied' : error.code;
      const body = `<Error><Code>${code}</Code><Message>${escapeXml(error.message)}</Message></Error>`;
      return { status: denied ? 403 : error.status, headers: { 'content-type': 'application/xml' }, body };
    },
    read(request) {
      refuseUnknown(request);
      const [, bucket = '', ...path] = request.url.pathname.split('/');
      const key = decodeURIComponent(path.join('/'));
      if (!store.hasBucket(bucket))
        throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
      const bucketArn = `arn:aws:s3:::${bucket}`;
      if (key === '') {
        if (request.method !== 'GET') throw notImplemented(`s3 ${request.method} of a bucket`);
        const permissions = [{ action: 's3:ListBucket', resource: bucketArn }];
        return { operation: 's3:ListObjectsV2', permissions, run: () => list(store, bucket, request.url) };
      }
      const operation = operations[request.method];
      if (!operation) throw notImplemented(`s3 ${request.method} of an object`);
      return {
        operation: operation.name,
        permissions: [{ action: operation.action, resource: `${bucketArn}/${key}` }],
        run: () => operation.run(store, bucket, key, request),
      };
    },
  };
}

interface ObjectOperation {
  name: string;
  action: string;
  run(store: ObjectStore, bucket: string, key: string, request: AwsRequest): AwsReply;
}

const operations: Record<string, ObjectOperation> = {
  PUT: {
    name: 's3:PutObject',
    action: 's3:PutObject',
    run(store, bucket, key, { headers, body }) {
      if (headers['if-none-match'] === '*' && store.get(bucket, key)) {
        throw new AwsError(
          'PreconditionFailed',
          'At least one of the pre-conditions you specified did not hold',
          412,
        );
      }
      const kept = Object.entries(headers).filter(([name]) =>
        /^(content-(type|encoding)|x-amz-meta-.*)$/.test(name),
      );
      const object = store.put(
        bucket,
        key,
        body,
        Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
      );
      return { status: 200, headers: { etag: object.etag } };
    },
  },
  GET: {
    name: 's3:GetObject',
    action: 's3:GetObject',
    run(store, bucket, key) {
      const object = existing(store, bucket, key);
      return { status: 200, headers: objectHeaders(object), body: object.body };
    },
  },
  HEAD: {
    name: 's3:HeadObject',
    action: 's3:GetObject',
    run: (store, bucket, key) => ({ status: 200, headers: objectHeaders(existing(store, bucket, key)) }),
  },
  DELETE: {
    name: 's3:DeleteObject',
    action: 's3:DeleteObject',
    run(store, bucket, key) {
      store.delete(bucket, key);
      return { status: 204 };
    },
  },
};

function existing(store: ObjectStore, bucket: string, key: string): StoredObject {
  const object = store.get(bucket, key);
  if (object) return object;
  throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
}

const objectHeaders = ({ headers, etag, modified, body }: StoredObject): Record<string, string> => ({
  ...headers,
  etag,
  'last-modified': modified.toUTCString(),
  'content-length': String(body.length),
});

function list(store: ObjectStore, bucket: string, url: URL): AwsReply {
  const objects = store.list(bucket, url.searchParams.get('prefix') ?? '');
  const contents = objects.map(
    ([key, { body, etag, modified }]) =>
      `<Contents><Key>${escapeXml(key)}</Key><LastModified>${modified.toISOString()}</LastModified>` +
      `<ETag>${escapeXml(etag)}</ETag><Size>${body.length}</Size></Contents>`,
  );
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body:
      `<ListBucketResult><Name>${bucket}</Name><KeyCount>${objects.length}</KeyCount>` +
      `<IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`,
  };
}

const knownQuery = new Set(['x-id', 'list-type', 'prefix', 'max-keys', 'fetch-owner']);

function refuseUnknown({ url, headers }: AwsRequest): void {
  const parameter = [...url.searchParams.keys()].find((name) => !knownQuery.has(name));
  if (parameter) throw notImplemented(`s3 ?${parameter}`);
  if (headers.range) throw notImplemented('s3 Range');
  if (headers['x-amz-copy-source']) throw notImplemented('s3 CopyObject');
  if (headers['content-encoding']?.includes('aws-chunked'))
    throw notImplemented('s3 aws-chunked (a stream as Body)');
}

const notImplemented = (what: string): AwsError =>
  new AwsError('NotImplemented', `${what} has no local counterpart`, 501);
