import type { Logger } from '@aws-lambda-powertools/logger';
import type { Page } from '../../lib/operation/ports';
import { describeError } from '../../lib/runtime/describe-error';
import { type Answer, answer } from '../../lib/runtime/http/answer';

/** `{"results": […], "next": cursor | null}`. What cannot be read is left out, and in the log. */
export function pageAnswer<T>(
  log: Logger,
  page: Page<T>,
  cursorAt: (position: string) => string,
  present: (record: T) => object,
): Answer {
  for (const { id, error } of page.unreadable ?? []) {
    log.error('record cannot be read', { id, error: describeError(error) });
  }
  return answer(200, {
    results: page.records.map(present),
    next: page.last === null ? null : cursorAt(page.last),
  });
}
