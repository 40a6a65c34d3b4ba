import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { RefusedRowError } from './refused-row-error';

/** One row as Django's `dumpdata` writes it. */
export interface Row {
  /** Lower case: `aa_stripe.stripecharge`. */
  model: string;
  /** As text: `5`, or an event's id. */
  pk: string;
  fields: Record<string, unknown>;
}

export const MODELS = [
  'aa_stripe.stripecustomer',
  'aa_stripe.stripecoupon',
  'aa_stripe.stripecharge',
  'aa_stripe.stripesubscriptionplan',
  'aa_stripe.stripesubscription',
  'aa_stripe.stripewebhook',
] as const;
export type Model = (typeof MODELS)[number];

const Key = v.pipe(v.union([v.string(), v.number()]), v.transform(String));
const RowShape = v.object({
  model: v.pipe(v.string(), v.toLowerCase()),
  pk: Key,
  fields: v.record(v.string(), v.unknown()),
});

/** Null if it is no row at all. */
export function readRow(raw: unknown): Row | null {
  const row = v.safeParse(RowShape, raw);
  return row.success ? row.output : null;
}

/** What a report calls a row. */
export const rowName = ({ model, pk }: Pick<Row, 'model' | 'pk'>): string => `${model} ${pk}`;

/** The id of a row's record: the same at every import, so that importing twice is importing once. */
export function derivedId(prefix: string, model: Model, pk: string): string {
  return `${prefix}_${createHash('sha256').update(`${model}\n${pk}`).digest('hex').slice(0, 26)}`;
}

/**
 * A row's fields in the shape that is expected of them.
 * @throws RefusedRowError that names each field at fault, never its value
 */
export function readFields<S extends v.GenericSchema>(schema: S, { fields }: Row): v.InferOutput<S> {
  const read = v.safeParse(schema, fields);
  if (read.success) return read.output;
  const faults = read.issues.map((issue) => `${v.getDotPath(issue) ?? 'it'} ${faultOf(issue)}`);
  throw new RefusedRowError(faults.join('; '));
}

/** Valibot's own messages of schemas quote what was received; ours, of checks, do not. */
function faultOf(issue: v.BaseIssue<unknown>): string {
  if (issue.kind !== 'schema') return issue.message;
  return issue.received === 'undefined' ? 'is missing' : `is not ${issue.expected ?? 'as expected'}`;
}
