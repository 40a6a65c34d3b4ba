import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

/** Where a stack's functions can be invoked: `<stack>-<function>` by name. */
export interface Target {
  stack: string;
  /** How to reach AWS; empty for the account that the environment's credentials name. */
  client: {
    endpoint?: string;
    region?: string;
    credentials?: { accessKeyId: string; secretAccessKey: string };
  };
}

const Endpoints = v.object({ aws: v.string(), busName: v.string() });

/** @throws Error that says how to start the local stack if it does not run */
function localEndpoints(): v.InferOutput<typeof Endpoints> {
  const file = join(process.env['LOCAL_DIR'] ?? '.local', 'endpoints.json');
  try {
    return v.parse(Endpoints, JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new Error(`No local stack runs here (${file} is missing). Start it with "npm start".`);
  }
}

/** The named stack in AWS, or the local one, whose bus has its name. */
export function targetOf(stack: string | null): Target {
  if (stack !== null) return { stack, client: {} };
  const { aws, busName } = localEndpoints();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return { stack: busName, client: { endpoint: aws, region: 'us-east-1', credentials } };
}
