import type { Summary } from './command';

/** Errors listed in a summary; the count goes on. */
export const MAX_ERRORS = 100;

/** What a run did in all its parts; `before` is null for the first. */
export function addSummaries(before: Summary | null, part: Summary): Summary {
  if (!before) return part;
  return {
    command: part.command,
    processed: before.processed + part.processed,
    changed: before.changed + part.changed,
    skipped: before.skipped + part.skipped,
    failed: before.failed + part.failed,
    errors: [...before.errors, ...part.errors].slice(0, MAX_ERRORS),
    duration_ms: before.duration_ms + part.duration_ms,
  };
}
