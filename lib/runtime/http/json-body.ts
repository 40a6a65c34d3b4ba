import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as v from 'valibot';
import { answer, detail } from './answer';
import { fieldErrors } from './field-errors';
import { rawBody } from './raw-body';
import { valueFault } from './value-fault';
import { VisibleError } from './visible-error';

/** Whether there is no body at all, as where everything in it is optional. */
export function isBodyless(event: Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'>): boolean {
  return rawBody(event).byteLength === 0;
}

/**
 * Parses and validates a JSON body. All faults of a request come together, each under its field.
 * @throws VisibleError 415 for another content type, 400 for what is not a JSON object or does not fit
 */
export function jsonBody<Entries extends v.ObjectEntries>(
  event: Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded' | 'headers'>,
  schema: v.ObjectSchema<Entries, undefined>,
): v.InferOutput<v.ObjectSchema<Entries, undefined>> {
  requireJson(event.headers['content-type']);
  const body = parseObject(rawBody(event));
  const unknown = Object.keys(body).filter((field) => !Object.hasOwn(schema.entries, field));
  const lists = listsForObjects(body, schema.entries);
  const faults = valueFaults(body, schema.entries);
  const result = v.safeParse(schema, without(body, faults));
  const isRight = unknown.length === 0 && lists.length === 0 && faults.size === 0;
  if (result.success && isRight) return result.output;
  const known = result.success ? {} : fieldErrors(result.issues);
  const all = [
    ...lists.map((field) => [field, ['Must be a JSON object.']] as const),
    ...Object.entries(known),
    // Last, since a field that was not looked at counts as missing above.
    ...[...faults].map(([field, fault]) => [field, [fault]] as const),
    ...unknownErrors(unknown),
  ];
  throw new VisibleError(answer(400, Object.fromEntries(all)));
}

const MAX_NAMED = 200;
const MAX_NAME = 100;

/**
 * Named one by one: a misspelt field must not pass for one that was left out. But a function answers 6 MB at most, and
 * a caller could send as much in names.
 */
function unknownErrors(unknown: string[]): [field: string, messages: string[]][] {
  const more = unknown.length - MAX_NAMED;
  return [
    ...unknown
      .slice(0, MAX_NAMED)
      .map((field): [string, string[]] => [field.slice(0, MAX_NAME), ['This field is not known.']]),
    ...(more > 0
      ? [['non_field_errors', [`${more} more fields are not known.`]] satisfies [string, string[]]]
      : []),
  ];
}

/** Fields whose value cannot be kept as it is, and why. */
function valueFaults(body: object, entries: v.ObjectEntries): Map<string, string> {
  return new Map(
    Object.entries(body).flatMap(([field, value]) => {
      const fault = Object.hasOwn(entries, field) ? valueFault(value) : null;
      return fault === null ? [] : [[field, fault] as const];
    }),
  );
}

function without(body: object, fields: ReadonlyMap<string, string>): object {
  if (fields.size === 0) return body;
  return Object.fromEntries(Object.entries(body).filter(([field]) => !fields.has(field)));
}

/** Fields that hold a list where an object is meant: valibot takes it for one whose keys are numbers. */
function listsForObjects(body: object, entries: v.ObjectEntries): string[] {
  return Object.entries(body)
    .filter(([field, value]) => Array.isArray(value) && Object.hasOwn(entries, field))
    .flatMap(([field]) => (isRecord(entries[field]) ? [field] : []));
}

const RecordSchema = v.object({ type: v.literal('record') });
const Wrapper = v.object({ wrapped: v.unknown() });

function isRecord(schema: unknown): boolean {
  return v.is(RecordSchema, schema) || (v.is(Wrapper, schema) && isRecord(schema.wrapped));
}

function requireJson(contentType = ''): void {
  const [mediaType = ''] = contentType.split(';');
  if (mediaType.trim().toLowerCase() === 'application/json') return;
  const name = mediaType.trim().slice(0, 100);
  throw new VisibleError(detail(415, `Unsupported media type "${name}" in request.`));
}

function parseObject(body: Buffer): object {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new VisibleError(detail(400, 'The body is not valid JSON.'));
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  throw new VisibleError(detail(400, 'The body must be a JSON object.'));
}
