import { lazy } from '../runtime/lazy';
import type { PayloadStore } from '../webhook/ports';

/**
 * Event texts too large for a record, one object each under `webhooks/<event id>`. Hardly any event is, so
 * the client is loaded when the first one is met, and no cold start pays for it.
 */
export function payloadStore(bucket: string): PayloadStore {
  const objects = lazy(async () => (await import('./s3-objects')).s3Objects(bucket));
  const objectKey = (key: string) => `webhooks/${key}`;
  return {
    put: async (key, bytes) => (await objects()).put(objectKey(key), bytes),
    get: async (key) => (await objects()).get(objectKey(key)),
    remove: async (key) => (await objects()).remove(objectKey(key)),
  };
}
