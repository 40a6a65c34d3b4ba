import type { Emit } from '../http/emit';
import { previousAttributes } from './previous-attributes';

/** Announces an update with what it changed; an update that changed nothing is no event. */
export function emitUpdate(emit: Emit, type: string, before: object, after: object): void {
  const previous = previousAttributes(before, after);
  if (previous !== undefined) emit(type, after, previous);
}
