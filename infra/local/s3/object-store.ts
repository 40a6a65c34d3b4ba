import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const storedSchema = v.object({
  body: v.string(),
  modified: v.string(),
  headers: v.record(v.string(), v.string()),
});

export interface StoredObject {
  body: Buffer;
  etag: string;
  modified: Date;
  /** `content-type`, `content-encoding` and `x-amz-meta-…`, given back as they came. */
  headers: Record<string, string>;
}

/** The objects of the template's buckets. */
export interface ObjectStore {
  hasBucket(bucket: string): boolean;
  put(bucket: string, key: string, body: Buffer, headers?: Record<string, string>): StoredObject;
  get(bucket: string, key: string): StoredObject | undefined;
  delete(bucket: string, key: string): void;
  /** In the order of the keys. */
  list(bucket: string, prefix?: string): [string, StoredObject][];
}

/** Keeps objects in memory and, with a `directory`, also in files there, which the next store reads. */
export function createObjectStore(buckets: string[], directory?: string): ObjectStore {
  const contents = new Map(buckets.map((bucket) => [bucket, readFiles(bucket, directory)]));
  return {
    hasBucket: (bucket) => contents.has(bucket),
    put(bucket, key, body, headers = {}) {
      const object = stored(body, new Date(), headers);
      contents.get(bucket)?.set(key, object);
      const text = JSON.stringify({ ...object, body: body.toString('base64') });
      if (directory !== undefined) writeFileSync(fileOf(directory, bucket, key), text);
      return object;
    },
    get: (bucket, key) => contents.get(bucket)?.get(key),
    delete(bucket, key) {
      contents.get(bucket)?.delete(key);
      if (directory !== undefined) rmSync(fileOf(directory, bucket, key), { force: true });
    },
    list: (bucket, prefix = '') =>
      [...(contents.get(bucket) ?? [])]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}

const stored = (body: Buffer, modified: Date, headers: Record<string, string>): StoredObject => ({
  body,
  etag: `"${createHash('md5').update(body).digest('hex')}"`,
  modified,
  headers,
});

const fileOf = (directory: string, bucket: string, key: string): string =>
  join(directory, bucket, encodeURIComponent(key));

function readFiles(bucket: string, directory: string | undefined): Map<string, StoredObject> {
  const objects = new Map<string, StoredObject>();
  if (directory === undefined) return objects;
  mkdirSync(join(directory, bucket), { recursive: true });
  for (const name of readdirSync(join(directory, bucket))) {
    const file = v.parse(storedSchema, JSON.parse(readFileSync(join(directory, bucket, name), 'utf8')));
    const object = stored(Buffer.from(file.body, 'base64'), new Date(file.modified), file.headers);
    objects.set(decodeURIComponent(name), object);
  }
  return objects;
}
