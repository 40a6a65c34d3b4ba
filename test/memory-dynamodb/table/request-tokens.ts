import { DynamoError } from '../dynamo-error';

const REMEMBERED_MS = 10 * 60_000;

/** The transactions that took place lately, by the token that their client gave them. */
export interface RequestTokens {
  /** Whether the transaction has taken place. Fails if another one has, under the same token. */
  isDone(token: string, request: string): boolean;
  remember(token: string, request: string): void;
}

export function createRequestTokens(): RequestTokens {
  const done = new Map<string, { request: string; at: number }>();
  const forgetOld = () => {
    for (const [token, { at }] of done) {
      if (Date.now() - at < REMEMBERED_MS) return;
      done.delete(token);
    }
  };
  return {
    isDone(token, request) {
      forgetOld();
      const known = done.get(token);
      if (known && known.request !== request) {
        throw new DynamoError(
          'IdempotentParameterMismatchException',
          'The request uses the same client token as a previous, but non-identical request.',
        );
      }
      return known !== undefined;
    },
    remember: (token, request) => void done.set(token, { request, at: Date.now() }),
  };
}
