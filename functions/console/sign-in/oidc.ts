import * as oauth from 'oauth4webapi';
import type { ConsoleConfig } from '../shell/config';
import type { Tokens } from './tokens';

const UNDER_WAY = 'aa-stripe-console-sign-in';

/** Sign-in at the operators' issuer: authorization code with PKCE, as a client without a secret. */
export function createOidc(config: ConsoleConfig, now: () => number) {
  const issuer = new URL(config.issuer);
  const client: oauth.Client = { client_id: config.clientId };
  const redirectUri = new URL('/aa-stripe/console', location.origin).href;
  // Only this machine may be asked without TLS, by the local stack.
  const isLocal = issuer.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(issuer.hostname);
  const options = isLocal ? { [oauth.allowInsecureRequests]: true } : {};
  let discovered: Promise<oauth.AuthorizationServer> | null = null;

  const server = () => {
    discovered ??= oauth
      .discoveryRequest(issuer, options)
      .then((response) => oauth.processDiscoveryResponse(issuer, response));
    return discovered;
  };

  const tokensOf = (answer: oauth.TokenEndpointResponse, refresh: string | null): Tokens => ({
    access: answer.access_token,
    refresh: answer.refresh_token ?? refresh,
    expires: now() + (answer.expires_in ?? 3600) * 1000,
    scopes: answer.scope?.split(' ') ?? null,
  });

  return {
    /** Leaves for the issuer's page. What proves the answer to be ours waits in this tab's storage meanwhile. */
    async leave({ asSomebodyElse }: { asSomebodyElse: boolean }): Promise<void> {
      const { authorization_endpoint: endpoint } = await server();
      if (!endpoint) throw new Error('The issuer has no page to sign in at.');
      const [verifier, state, nonce] = [
        oauth.generateRandomCodeVerifier(),
        oauth.generateRandomState(),
        oauth.generateRandomNonce(),
      ];
      sessionStorage.setItem(UNDER_WAY, JSON.stringify({ verifier, state, nonce, page: location.hash }));
      const url = new URL(endpoint);
      url.search = new URLSearchParams({
        ...{
          client_id: config.clientId,
          redirect_uri: redirectUri,
          response_type: 'code',
          scope: config.scope,
        },
        ...{
          code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        },
        ...{ state, nonce },
        ...(config.resource !== null && { resource: config.resource }),
        ...(asSomebodyElse && { prompt: 'login' }),
      }).toString();
      location.assign(url);
    },

    /** Takes the issuer's answer out of the address; null if there is none. */
    async comeBack(): Promise<Tokens | null> {
      const here = new URL(location.href);
      if (!here.searchParams.has('state')) return null;
      const stored: unknown = JSON.parse(sessionStorage.getItem(UNDER_WAY) ?? '{}');
      sessionStorage.removeItem(UNDER_WAY);
      const kept = (name: string): string => {
        const value: unknown =
          typeof stored === 'object' && stored !== null ? Reflect.get(stored, name) : undefined;
        return typeof value === 'string' ? value : '';
      };
      history.replaceState(null, '', `${here.pathname}${kept('page')}`);
      if (kept('state') === '') throw new Error('This sign-in was not begun in this tab.');
      const authorizationServer = await server();
      const answer = oauth.validateAuthResponse(authorizationServer, client, here, kept('state'));
      const response = await oauth.authorizationCodeGrantRequest(
        ...([authorizationServer, client, oauth.None(), answer, redirectUri, kept('verifier')] as const),
        {
          ...options,
          ...(config.resource !== null && { additionalParameters: { resource: config.resource } }),
        },
      );
      const tokens = await oauth.processAuthorizationCodeResponse(authorizationServer, client, response, {
        expectedNonce: kept('nonce'),
        requireIdToken: true,
      });
      return tokensOf(tokens, null);
    },

    async renew(refresh: string): Promise<Tokens> {
      const authorizationServer = await server();
      const response = await oauth.refreshTokenGrantRequest(
        authorizationServer,
        client,
        oauth.None(),
        refresh,
        options,
      );
      const tokens = await oauth.processRefreshTokenResponse(authorizationServer, client, response);
      return tokensOf(tokens, refresh);
    },
  };
}
