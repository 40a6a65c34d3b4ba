/** Half of a surrogate pair: JSON can write it, UTF-8 cannot. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Why a text cannot be kept and sent on to the letter; null if it can. In the words of Django REST Framework. */
export function textFault(text: string): string | null {
  if (text.includes('\u0000')) return 'Null characters are not allowed.';
  return LONE_SURROGATE.test(text) ? 'Surrogate characters are not allowed.' : null;
}
