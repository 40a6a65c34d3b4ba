import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Target } from './target';

/** @throws Error if the file is there: what it holds of somebody must not be mixed up with another's */
export function refuseExisting(file: string): void {
  if (existsSync(file)) throw new Error(`${file} is there already. Say --out FILE.`);
}

/**
 * Fetches what export-owner has put into the bucket, into a file that only its owner may read. Nobody else sees it:
 * it passes through no log and no terminal.
 * @param place `s3://BUCKET/KEY`
 */
export async function fetchExport(place: string, file: string, { client }: Target): Promise<void> {
  const { 1: Bucket, 2: Key } = /^s3:\/\/([^/]+)\/(.+)$/.exec(place) ?? [];
  const s3 = new S3Client({ ...client, ...(client.endpoint !== undefined && { forcePathStyle: true }) });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  if (!Body) throw new Error(`${place} is empty.`);
  await writeFile(file, await Body.transformToByteArray(), { mode: 0o600, flag: 'wx' });
}
