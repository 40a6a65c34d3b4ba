import qs from 'qs';
import { invalidRequest } from './api-error';

/** A decoded form value: text, or what brackets made of it. */
export type FormValue = string | FormValue[] | FormObject;
export interface FormObject {
  [name: string]: FormValue;
}

/**
 * Decodes `a[b][0]=c` as Stripe does. The limits are far above what its API needs: beyond its own defaults
 * qs would otherwise turn arrays into objects and drop parameters without a word.
 * @throws {ApiError} 400 when the form passes even these limits.
 */
export function decodeForm(text: string): FormObject {
  try {
    const form = qs.parse(text, {
      depth: 10,
      strictDepth: true,
      arrayLimit: 1_000,
      parameterLimit: 10_000,
      throwOnLimitExceeded: true,
      plainObjects: true,
    });
    return readObject(form);
  } catch (error) {
    throw invalidRequest(`Invalid form: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readValue(value: unknown): FormValue {
  if (Array.isArray(value)) return value.map(readValue);
  if (typeof value === 'object' && value !== null) return readObject(value);
  return typeof value === 'string' ? value : '';
}

function readObject(value: object): FormObject {
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, readValue(inner)]));
}
