/** Something in the template, or a call, that has no local counterpart. The message names it. */
export class RefusedError extends Error {
  override name = 'RefusedError';
}
