import { lazy } from '../runtime/lazy';
import type { PayloadStore } from '../webhook/ports';
import { s3Objects } from './s3-objects';

/** Event texts too large for a record, one object each under `webhooks/<event id>`. */
export function payloadStore(bucket: string): PayloadStore {
  const objects = lazy(() => s3Objects(bucket));
  const objectKey = (key: string) => `webhooks/${key}`;
  return {
    put: async (key, bytes) => objects().put(objectKey(key), bytes),
    get: async (key) => objects().get(objectKey(key)),
    remove: async (key) => objects().remove(objectKey(key)),
  };
}
