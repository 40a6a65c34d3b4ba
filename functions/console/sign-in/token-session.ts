import type { Session } from './session';
import type { Tokens } from './tokens';

/** A token is renewed while it still has so long to live, so that none ends on its way. */
const SPARE_MS = 60_000;

const ENDED = 'Your sign-in has ended. Sign in again to go on.';

/** Keeps tokens in memory, and renews them where the issuer lets it. */
export function createTokenSession(
  first: Tokens,
  issuer: { renew(refresh: string): Promise<Tokens> },
  now: () => number,
  onEnd: (reason: string | null) => void,
): Session {
  let tokens = first;
  let renewal: Promise<Tokens> | null = null;
  return {
    async token() {
      if (tokens.expires - now() > SPARE_MS) return tokens.access;
      if (tokens.refresh === null) {
        if (tokens.expires > now()) return tokens.access;
        onEnd(ENDED);
        throw new Error(ENDED);
      }
      renewal ??= issuer.renew(tokens.refresh).finally(() => {
        renewal = null;
      });
      try {
        tokens = await renewal;
      } catch {
        onEnd(ENDED);
        throw new Error(ENDED);
      }
      return tokens.access;
    },
    ended: () => onEnd(ENDED),
    signOut: () => onEnd(null),
  };
}
