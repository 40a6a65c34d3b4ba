import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { readBody } from '../aws-endpoint/http-body';
import type { TokenIssuer } from '../http-api/token-issuer';
import { SIGN_IN_PAGE } from './sign-in-page';

/** Where the provider is, below the API's address. */
const PATH = '/_local/operators';
const SCOPE = 'aa-stripe/admin';

export const operatorIssuerUrl = (apiUrl: string): string => `${apiUrl}${PATH}`;

/** The operators' OpenID provider: a real one, with pretended people. False: the request is not for it. */
export type OperatorSignIn = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/**
 * Signs operators in with authorization code and PKCE. Its tokens are signed by the key, and carry the scope and
 * audience, that the API's authorizer checks. It is loaded when the first asks for it.
 */
export function operatorSignIn(apiUrl: string, issuer: TokenIssuer): OperatorSignIn {
  let opened: Promise<Provider> | undefined;
  return async (request, response) => {
    const { url = '/' } = request;
    if (!url.startsWith(`${PATH}/`)) return false;
    opened ??= openProvider(apiUrl, issuer);
    const provider = await opened;
    if (url.startsWith(`${PATH}/interaction/`)) {
      await interact(provider, `${apiUrl}/`, issuer.audience, request, response);
      return true;
    }
    // As a framework mounts it: the library makes its own addresses of the difference.
    Object.assign(request, { originalUrl: url, url: url.slice(PATH.length) });
    await provider.callback()(request, response);
    return true;
  };
}

async function openProvider(apiUrl: string, issuer: TokenIssuer): Promise<Provider> {
  const { Provider } = await import('oidc-provider');
  return new Provider(operatorIssuerUrl(apiUrl), {
    jwks: { keys: [await issuer.privateJwk()] },
    clients: [
      {
        client_id: issuer.audience,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [`${apiUrl}/aa-stripe/console`],
      },
    ],
    pkce: { required: () => true },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `${PATH}/interaction/${uid}` },
    findAccount: (_: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      Grant: 86_400,
      IdToken: 3600,
      Interaction: 3600,
      RefreshToken: 86_400,
      Session: 86_400,
    },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        // Every token is for the one API there is.
        defaultResource: () => `${apiUrl}/`,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: SCOPE,
          audience: issuer.audience,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  });
}

/** Shows the page, and takes what was said there: who it is, and whether they may operate payments. */
async function interact(
  provider: Provider,
  resource: string,
  clientId: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await provider.interactionDetails(request, response);
  if (request.method !== 'POST') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(SIGN_IN_PAGE);
    return;
  }
  const form = new URLSearchParams((await readBody(request, 10_000))?.toString());
  const accountId = form.get('name') || 'operator';
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope('openid');
  // What was refused is not asked about again.
  if (form.has('admin')) grant.addResourceScope(resource, SCOPE);
  else grant.rejectResourceScope(resource, SCOPE);
  await provider.interactionFinished(request, response, {
    login: { accountId },
    consent: { grantId: await grant.save() },
  });
}
