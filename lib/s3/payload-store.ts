import { lazy } from '../runtime/lazy';
import type { PayloadStore } from '../webhook/ports';

/**
 * Event texts too large for a record, one object each under `webhooks/<event id>`. Hardly any event is, so the
 * client is loaded when the first one is met, and no cold start pays for it.
 */
export function payloadStore(bucket: string): PayloadStore {
  const s3 = lazy(async () => {
    const { S3Client, GetObjectCommand, PutObjectCommand } = await import('@aws-sdk/client-s3');
    return { client: new S3Client({}), GetObjectCommand, PutObjectCommand };
  });
  const objectKey = (key: string) => `webhooks/${key}`;
  return {
    put: async (key, bytes) => {
      const { client, PutObjectCommand } = await s3();
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: objectKey(key), Body: bytes }));
    },
    get: async (key) => {
      const { client, GetObjectCommand } = await s3();
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: objectKey(key) }));
      if (!Body) throw new Error(`The payload ${key} is empty.`);
      return Body.transformToByteArray();
    },
  };
}
