import type { Context } from 'hono';
import * as v from 'valibot';
import { invalidRequest } from '../http/api-error';

/** @throws {ApiError} 400 that names what is wrong with the body. */
export async function readBody<T>(c: Context, schema: v.GenericSchema<unknown, T>): Promise<T> {
  const parsed = v.safeParse(schema, await c.req.json().catch(() => undefined));
  if (parsed.success) return parsed.output;
  const problems = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`);
  throw invalidRequest(problems.join('; '));
}
