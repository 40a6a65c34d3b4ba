import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { PayloadStore } from '../webhook/ports';

/** Event texts too large for a record, one object each under `webhooks/<event id>`. */
export function payloadStore(bucket: string): PayloadStore {
  const client = new S3Client({});
  const objectKey = (key: string) => `webhooks/${key}`;
  return {
    put: async (key, bytes) => {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: objectKey(key), Body: bytes }));
    },
    get: async (key) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: objectKey(key) }));
      if (!Body) throw new Error(`The payload ${key} is empty.`);
      return Body.transformToByteArray();
    },
  };
}
