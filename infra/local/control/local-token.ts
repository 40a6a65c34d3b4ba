import type { TokenIssuer } from '../http-api/token-issuer';

/**
 * A signed token for `?user=`, which fills the owner claim. A `scope`, or `operator=1`, makes it an operator's.
 * For tests of refusals: `expires_in` (seconds, may be negative), `iss` and `aud` replace the right ones.
 * Undefined when the template has no such authorizer.
 */
export async function localToken(
  issuers: readonly TokenIssuer[],
  ownerClaim: string,
  query: URLSearchParams,
): Promise<string | undefined> {
  const scope = query.get('scope');
  const isOperator = scope !== null || query.get('operator') === '1';
  const issuer = issuers.find((each) => each.name === (isOperator ? 'operators' : 'users'));
  const user = query.get('user') ?? 'user';
  return issuer?.sign({
    claims: { sub: user, [ownerClaim]: user, token_use: 'access', ...(scope !== null && { scope }) },
    expiresInSeconds: Number(query.get('expires_in') ?? 3600),
    issuer: query.get('iss') ?? undefined,
    audience: query.get('aud') ?? undefined,
  });
}
