import type * as v from 'valibot';
import type { FieldErrors } from './field-errors';

export type BodySchema = v.ObjectSchema<v.ObjectEntries, undefined>;
/** Filters of a list: what arrives is text. */
export type FilterSchemas = Record<string, v.GenericSchema<string, unknown>>;

/** What one route takes and answers: the function validates by it, and the API's document is made of it. */
export interface Spec {
  /** Name of the operation in the document and in generated clients. */
  operationId: string;
  summary: string;
  /** The JSON object that it takes. */
  body?: BodySchema;
  /** Whether the body may be left out altogether, which then counts as `{}`. */
  bodyIsOptional?: boolean;
  /** Rules across fields, once each field is right. */
  rules?: (body: never) => FieldErrors;
  /** A list, with these filters besides `limit` and `cursor`. */
  filters?: FilterSchemas;
  /** Whether the list comes in pages, and takes `limit` and `cursor`. Default: yes. */
  pages?: boolean;
  /** What it answers, by status, with the body's schema where it has one of its own. */
  answers: Record<number, { means: string; body?: v.GenericSchema }>;
}

/** Keeps a spec's exact type, so that handlers get the body they asked for. */
export function spec<const S extends Spec>(definition: S & { rules?: (body: BodyOf<S>) => FieldErrors }): S {
  return definition;
}

export type BodyOf<S extends Spec> = S extends { body: infer B extends BodySchema }
  ? v.InferOutput<B>
  : undefined;
