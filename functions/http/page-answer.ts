import type { Page } from '../../lib/operation/ports';
import { type Answer, answer } from '../../lib/runtime/http/answer';

/** `{"results": […], "next": cursor | null}`. */
export function pageAnswer<T>(
  page: Page<T>,
  cursorAt: (position: string) => string,
  present: (record: T) => object,
): Answer {
  return answer(200, {
    results: page.records.map(present),
    next: page.last === null ? null : cursorAt(page.last),
  });
}
