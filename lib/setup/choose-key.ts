import { modeOf } from '../operation/api-key';
import { type Place, SetupError, type SetupPorts } from './ports';
import type { SecretContent } from './secret-content';

export interface KeyWish {
  /** The key that was given, not on the command line; null if none was. */
  apiKey: string | null;
  /** Whether another key is to take the place of the stored one. */
  rotateKey: boolean;
}

/**
 * The API key to work with: the stored one, or the one that is given where there is none or it is to be replaced.
 * @throws SetupError for a key that this stage must not have
 */
export async function chooseKey(
  { apiKey: stored }: SecretContent,
  wish: KeyWish,
  place: Place,
  ports: Pick<SetupPorts, 'askApiKey'>,
): Promise<string> {
  if (stored !== null && !wish.rotateKey) {
    if (wish.apiKey !== null && wish.apiKey !== stored) {
      throw new SetupError(
        'STRIPE_API_KEY is another key than the one in the secret. Say --rotate-key to put it in, or unset it.',
      );
    }
    return accepted(stored, 'The key in the secret', place);
  }
  return accepted((wish.apiKey ?? (await ports.askApiKey())).trim(), 'The key', place);
}

function accepted(apiKey: string, what: string, { livemode }: Place): string {
  if (apiKey.startsWith('pk_')) {
    throw new SetupError(
      `${what} is a publishable one (pk_…). Give a secret (sk_…) or restricted (rk_…) key.`,
    );
  }
  const mode = modeOf(apiKey);
  if (mode === null) throw new SetupError(`${what} is not one of Stripe's: it must begin with sk_ or rk_.`);
  if ((mode === 'live') !== livemode) {
    throw new SetupError(
      `${what} is a ${mode} key, and this stage has livemode ${livemode}: it needs a ${livemode ? 'live' : 'test'} key.`,
    );
  }
  return apiKey;
}
