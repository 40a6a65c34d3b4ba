import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How others find a running stack. */
export interface Endpoints {
  api: string;
  aws: string;
  stripe: string;
  tableName: string;
  busName: string;
  stripeApiKey: string;
  webhookSecret: string;
  /** The template's outputs. */
  outputs: Record<string, unknown>;
  pid: number;
}

const fileIn = (directory: string): string => join(directory, 'endpoints.json');

/** Only its owner may read it: it holds a key and a secret. It appears at once, so whoever waits for it reads all. */
export function writeEndpoints(directory: string, endpoints: Endpoints): void {
  const draft = `${fileIn(directory)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(endpoints, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, fileIn(directory));
}

export function removeEndpoints(directory: string): void {
  rmSync(fileIn(directory), { force: true });
}
