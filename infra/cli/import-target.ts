import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as v from 'valibot';
import { type Target, targetOf } from './target';

/** Where imported records go. */
export interface ImportTarget extends Target {
  table: string;
  /** For events that are too large for a record; null where it is not known. */
  bucket: string | null;
  livemode: boolean;
}

const Endpoints = v.object({ tableName: v.string() });
const Variables = v.object({ TABLE_NAME: v.string(), PAYLOAD_BUCKET: v.string(), LIVEMODE: v.string() });

/**
 * The table of the local stack, or of a deployed one, whose `receive-webhook` names it: so whoever imports need not
 * look it up, and cannot mistake it. Needs `lambda:GetFunctionConfiguration`.
 */
export async function importTargetOf(stack: string | null): Promise<ImportTarget> {
  const target = targetOf(stack);
  if (stack === null) {
    const file = join(process.env['LOCAL_DIR'] ?? '.local', 'endpoints.json');
    const { tableName } = v.parse(Endpoints, JSON.parse(readFileSync(file, 'utf8')));
    return { ...target, table: tableName, bucket: null, livemode: false };
  }
  const client = new LambdaClient({});
  const { Environment } = await client.send(
    new GetFunctionConfigurationCommand({ FunctionName: `${stack}-receive-webhook` }),
  );
  const { TABLE_NAME, PAYLOAD_BUCKET, LIVEMODE } = v.parse(Variables, Environment?.Variables);
  return { ...target, table: TABLE_NAME, bucket: PAYLOAD_BUCKET, livemode: LIVEMODE === 'true' };
}
