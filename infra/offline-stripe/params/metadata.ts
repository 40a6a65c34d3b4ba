import { invalidRequest } from '../http/api-error';
import type { Kind } from './kind';

/** Metadata as an object shows it. */
export type Metadata = Readonly<Record<string, string>>;

/** Metadata as sent: an empty value removes its key, and null stands for `metadata=`, which removes all. */
type MetadataChange = Metadata | null;

export const metadata: Kind<MetadataChange> = {
  read(value, param) {
    if (value === '') return null;
    if (typeof value === 'string' || Array.isArray(value)) throw invalidRequest('Invalid object', { param });
    const entries = Object.entries(value).map(([key, inner]): [string, string] => {
      if (typeof inner !== 'string')
        throw invalidRequest('Metadata values must be strings.', { param: `${param}[${key}]` });
      if (key.length > 40) throw invalidRequest('Metadata keys can have up to 40 characters.', { param });
      if (inner.length > 500) {
        throw invalidRequest(
          `Metadata values can have up to 500 characters, but you passed in a value that is ${inner.length} characters.`,
          { param: `${param}[${key}]` },
        );
      }
      return [key, inner];
    });
    return Object.fromEntries(entries);
  },
};

/**
 * Merges what was sent into what there is.
 * @throws {ApiError} 400 when more than 50 keys would result.
 */
export function mergeMetadata(current: Metadata, change: MetadataChange | undefined): Metadata {
  if (change === undefined) return current;
  if (change === null) return {};
  const merged = Object.entries({ ...current, ...change }).filter(([, value]) => value !== '');
  if (merged.length > 50) throw invalidRequest('Metadata can have up to 50 keys.', { param: 'metadata' });
  return Object.fromEntries(merged);
}
