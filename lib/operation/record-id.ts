const ID = /^[^\p{Control}\p{Surrogate}]{1,255}$/u;

/**
 * Whether a text can be an id, ours or Stripe's. What an event says is one may be of any length and of characters that
 * no key of the table and no path of a request can hold.
 */
export function isId(text: string): boolean {
  return ID.test(text);
}
