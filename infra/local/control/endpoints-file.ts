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

/** Writes `endpoints.json`; returns how to remove it. */
export function writeEndpoints(directory: string, endpoints: Endpoints): () => void {
  const file = join(directory, 'endpoints.json');
  // It holds a key and a secret.
  writeFileSync(file, `${JSON.stringify(endpoints, null, 2)}\n`, { mode: 0o600 });
  return () => rmSync(file, { force: true });
}
