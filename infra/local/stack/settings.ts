import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** How the stack is started: command line and environment. */
export interface Settings {
  app: string;
  /** An assembly made elsewhere; then `app` is not run. */
  assembly: string | undefined;
  localDirectory: string;
  ports: { api: number; aws: number; stripe: number };
  dynamoDbUpstream: string | undefined;
  stripe: { apiKey: string | undefined; apiBase: string | undefined; webhookSecret: string | undefined };
  processLimit: number;
  streamRetentionMs: number;
  /** Shortens every queue's visibility timeout. */
  queueVisibilitySeconds: number | undefined;
  json: boolean;
  /** Keeps the table and the objects for the next start; queues and schedules start anew. */
  persist: boolean;
  schedules: boolean;
}

/** Throws with the name of an option or variable that is not understood. */
export function readSettings(args: string[], env: NodeJS.ProcessEnv): Settings {
  const { values } = parseArgs({
    args,
    options: {
      app: { type: 'string', default: 'infra/app.ts' },
      assembly: { type: 'string' },
      json: { type: 'boolean', default: false },
      persist: { type: 'boolean', default: false },
      schedules: { type: 'boolean', default: false },
    },
  });
  const number = (name: string): number | undefined => {
    const text = env[name];
    if (text === undefined || text === '') return undefined;
    if (!/^\d+(\.\d+)?$/.test(text)) throw new Error(`${name} is not a number: ${text}`);
    return Number(text);
  };
  return {
    ...values,
    assembly: values.assembly && resolve(values.assembly),
    localDirectory: resolve(env.LOCAL_DIR || '.local'),
    ports: {
      api: number('PORT') ?? 3000,
      aws: number('AWS_PORT') ?? 4566,
      stripe: number('STRIPE_PORT') ?? 12_111,
    },
    dynamoDbUpstream: env.DYNAMODB_UPSTREAM || undefined,
    stripe: {
      apiKey: env.STRIPE_API_KEY || undefined,
      apiBase: env.STRIPE_API_BASE || undefined,
      webhookSecret: env.STRIPE_WEBHOOK_SECRET || undefined,
    },
    processLimit: number('FUNCTION_PROCESSES') ?? 8,
    streamRetentionMs: (number('STREAM_RETENTION_SECONDS') ?? 86_400) * 1000,
    queueVisibilitySeconds: number('QUEUE_VISIBILITY_SECONDS'),
  };
}
