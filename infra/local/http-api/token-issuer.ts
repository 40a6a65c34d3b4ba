import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { AuthorizerDefinition } from './api-definition';

export interface TokenOptions {
  claims: Record<string, unknown>;
  expiresInSeconds: number;
  issuer?: string | undefined;
  audience?: string | undefined;
}

/** Signs what the authorizer of the same name accepts: a stand-in for its OpenID provider. */
export interface TokenIssuer {
  name: string;
  /** For whom, as long as nobody says otherwise. */
  audience: string;
  publicKey: CryptoKey;
  /** For an OpenID provider that signs in its stead. */
  privateJwk(): Promise<JWK>;
  sign(options: TokenOptions): Promise<string>;
}

/** API Gateway takes RSA signatures only. */
export async function createTokenIssuer(authorizer: AuthorizerDefinition): Promise<TokenIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const ownAudience = authorizer.audience[0] ?? '';
  return {
    name: authorizer.name,
    audience: ownAudience,
    publicKey,
    privateJwk: async () => ({
      ...(await exportJWK(privateKey)),
      kid: authorizer.name,
      use: 'sig',
      alg: 'RS256',
    }),
    sign({ claims, expiresInSeconds, issuer, audience }) {
      const issuedAt = Math.floor(Date.now() / 1000);
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: authorizer.name, typ: 'JWT' })
        .setIssuer(issuer ?? authorizer.issuer)
        .setAudience(audience ?? ownAudience)
        .setIssuedAt(Math.min(issuedAt, issuedAt + expiresInSeconds))
        .setExpirationTime(issuedAt + expiresInSeconds)
        .sign(privateKey);
    },
  };
}
