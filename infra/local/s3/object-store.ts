import { createHash } from 'node:crypto';

export interface StoredObject {
  body: Buffer;
  etag: string;
  modified: Date;
  /** `content-type`, `content-encoding` and `x-amz-meta-…`, given back as they came. */
  headers: Record<string, string>;
}

/** The objects of the template's buckets, in memory. */
export interface ObjectStore {
  hasBucket(bucket: string): boolean;
  put(bucket: string, key: string, body: Buffer, headers?: Record<string, string>): StoredObject;
  get(bucket: string, key: string): StoredObject | undefined;
  delete(bucket: string, key: string): void;
  /** In the order of the keys. */
  list(bucket: string, prefix?: string): [string, StoredObject][];
}

export function createObjectStore(buckets: string[]): ObjectStore {
  const contents = new Map(buckets.map((bucket) => [bucket, new Map<string, StoredObject>()]));
  return {
    hasBucket: (bucket) => contents.has(bucket),
    put(bucket, key, body, headers = {}) {
      const etag = `"${createHash('md5').update(body).digest('hex')}"`;
      const object = { body, etag, modified: new Date(), headers };
      contents.get(bucket)?.set(key, object);
      return object;
    },
    get: (bucket, key) => contents.get(bucket)?.get(key),
    delete: (bucket, key) => void contents.get(bucket)?.delete(key),
    list: (bucket, prefix = '') =>
      [...(contents.get(bucket) ?? [])]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}
