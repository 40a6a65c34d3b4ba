import { type CryptoKey, type JWTPayload, jwtVerify } from 'jose';
import type { AuthorizerDefinition } from './api-definition';
import { type GatewayResponse, refusal } from './map-response';

export interface JwtContext {
  claims: Record<string, string>;
  scopes: string[] | null;
}

/**
 * Checks a token as an HTTP API's JWT authorizer does: signature, issuer, audience (or `client_id` where there is no
 * `aud`), times, and that it has at least one of the route's scopes.
 */
export async function authorizeJwt(
  header: string | undefined,
  authorizer: AuthorizerDefinition,
  publicKey: CryptoKey,
  routeScopes: readonly string[],
): Promise<JwtContext | GatewayResponse> {
  const token = header?.replace(/^Bearer\s+/i, '');
  if (!token) return refusal(401, 'Unauthorized', { 'www-authenticate': 'Bearer' });
  const payload = await verify(token, authorizer, publicKey);
  if (!payload) {
    return refusal(401, 'Unauthorized', { 'www-authenticate': 'Bearer scope="" error="invalid_token"' });
  }
  const scopes = typeof payload.scope === 'string' ? payload.scope.split(' ') : [];
  if (routeScopes.length > 0 && !routeScopes.some((scope) => scopes.includes(scope))) {
    const challenge = `Bearer scope="${routeScopes.join(' ')}" error="insufficient_scope"`;
    return refusal(403, 'Forbidden', { 'www-authenticate': challenge });
  }
  return { claims: stringClaims(payload), scopes: routeScopes.length > 0 ? scopes : null };
}

async function verify(token: string, authorizer: AuthorizerDefinition, publicKey: CryptoKey) {
  try {
    const options = { issuer: authorizer.issuer, algorithms: ['RS256'], requiredClaims: ['exp'] };
    const { payload } = await jwtVerify(token, publicKey, options);
    const audiences = [payload.aud ?? payload.client_id].flat();
    return audiences.some((each) => authorizer.audience.includes(String(each))) ? payload : undefined;
  } catch {
    return undefined;
  }
}

/** API Gateway gives every claim as a string, and lists as `[a b]`. */
function stringClaims(payload: JWTPayload): Record<string, string> {
  const text = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.join(' ')}]`;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, text(value)]));
}
