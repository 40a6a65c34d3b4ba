import { s3Objects } from './s3-objects';

/** Documents for people, under `exports/`; the bucket deletes them after some days. */
export function exportStore(bucket: string) {
  const objects = s3Objects(bucket);
  return {
    /** @returns where it is: `s3://…` */
    put: async (name: string, json: string): Promise<string> => {
      const key = `exports/${name}.json`;
      await objects.put(key, Buffer.from(json));
      return `s3://${bucket}/${key}`;
    },
  };
}
