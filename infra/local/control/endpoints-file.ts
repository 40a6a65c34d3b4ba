import { rmSync, writeFileSync } from 'node:fs';
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
  pid: number;
}

const fileIn = (directory: string): string => join(directory, 'endpoints.json');

/** Only its owner may read it: it holds a key and a secret. */
export function writeEndpoints(directory: string, endpoints: Endpoints): void {
  writeFileSync(fileIn(directory), `${JSON.stringify(endpoints, null, 2)}\n`, { mode: 0o600 });
}

export function removeEndpoints(directory: string): void {
  rmSync(fileIn(directory), { force: true });
}
