import { type CryptoKey, generateKeyPair, SignJWT } from 'jose';
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
  publicKey: CryptoKey;
  sign(options: TokenOptions): Promise<string>;
}

/** API Gateway takes RSA signatures only. */
export async function createTokenIssuer(authorizer: AuthorizerDefinition): Promise<TokenIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  return {
    name: authorizer.name,
    publicKey,
    sign({ claims, expiresInSeconds, issuer, audience }) {
      const issuedAt = Math.floor(Date.now() / 1000);
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: authorizer.name, typ: 'JWT' })
        .setIssuer(issuer ?? authorizer.issuer)
        .setAudience(audience ?? authorizer.audience[0] ?? '')
        .setIssuedAt(Math.min(issuedAt, issuedAt + expiresInSeconds))
        .setExpirationTime(issuedAt + expiresInSeconds)
        .sign(privateKey);
    },
  };
}
