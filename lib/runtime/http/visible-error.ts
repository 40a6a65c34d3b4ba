import type { Answer } from './answer';

/** The only error whose content reaches a caller. Everything else is 500 with a logged error id. */
export class VisibleError extends Error {
  override readonly name = 'VisibleError';
  constructor(readonly answer: Answer) {
    super(`answered ${answer.status}`);
  }
}
