import { StripeDeniedError } from './errors';

export type KeyMode = 'live' | 'test';

/** What a secret (`sk_…`) or restricted (`rk_…`) key says of its mode; null if it says nothing. */
export function modeOf(apiKey: string): KeyMode | null {
  const [, mode] = /^[sr]k_(live|test)_/.exec(apiKey) ?? [];
  return mode === 'live' || mode === 'test' ? mode : null;
}

/**
 * The key, if it may be used by this stage: with a live key a test stage would charge real cards.
 * @throws StripeDeniedError before anything is sent, if it is of the other mode
 */
export function requireMode(apiKey: string, livemode: boolean): string {
  const mode = modeOf(apiKey);
  if (mode === null || (mode === 'live') === livemode) return apiKey;
  throw new StripeDeniedError({
    type: 'invalid_request_error',
    code: 'key_of_other_mode',
    decline_code: null,
    message:
      `the secret holds a ${mode} key, and this stage has livemode ${livemode}. Nothing was sent. ` +
      'Put the right key in with "npm run setup -- --rotate-key".',
  });
}
