import { Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Config } from '../config/config';
import { acceptFinding } from './accept-finding';

/** The scope in operators' tokens. */
export const OPERATOR_SCOPE = { server: 'aa-stripe', name: 'admin' };

/** Who signs the tokens that an authorizer accepts, and for whom. */
export interface TokenIssuer {
  issuer: string;
  audience: string[];
}

/** What a page needs to know, besides, to have operators sign in: all of it is public. */
export interface OperatorIssuer extends TokenIssuer {
  console: {
    clientId: string;
    /** What tokens are asked for (RFC 8707), for issuers that want to be told; null: nothing. */
    resource: string | null;
    /** Where the page fetches the issuer's description and tokens. */
    origins: string[];
  };
}

/** An issuer that exists already, with what the configuration leaves open. */
export function configuredIssuer({
  issuer,
  audience,
  console: own = {},
}: NonNullable<Config['operators']>): OperatorIssuer {
  const { clientId = audience[0] ?? '', resource = null, origins = [] } = own;
  return {
    issuer,
    audience,
    console: { clientId, resource, origins: [...new Set([new URL(issuer).origin, ...origins])] },
  };
}

/** A user pool and client of the stack's own: users sign up themselves. */
export function userPoolIssuer(scope: Construct, config: Config): TokenIssuer {
  const owner = new Construct(scope, 'Users');
  const pool = newPool(owner, config, true);
  const client = pool.addClient('Client', { authFlows: { userSrp: true }, disableOAuth: true });
  return { issuer: pool.userPoolProviderUrl, audience: [client.userPoolClientId] };
}

/**
 * The operators' pool: nobody signs up by themselves, and only its client may ask for the admin scope. It
 * is a pool of its own because a scope belongs to a client, not to a person.
 */
export function operatorPoolIssuer(scope: Construct, config: Config, apiUrl: string): OperatorIssuer {
  const owner = new Construct(scope, 'Operators');
  const pool = newPool(owner, config, false);
  const admin = new ResourceServerScope({
    scopeName: OPERATOR_SCOPE.name,
    scopeDescription: 'Operate payments',
  });
  const server = new UserPoolResourceServer(owner, 'ResourceServer', {
    userPool: pool,
    identifier: OPERATOR_SCOPE.server,
    scopes: [admin],
  });
  const client = pool.addClient('Client', {
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [OAuthScope.OPENID, OAuthScope.resourceServer(server, admin)],
      // The console's own place, unless told otherwise.
      callbackUrls: config.operatorCallbackUrls ?? [`${apiUrl}/aa-stripe/console`],
    },
    accessTokenValidity: Duration.hours(1),
  });
  const domain = pool.addDomain('Domain', {
    // Prefixes are unique across a region's accounts.
    cognitoDomain: { domainPrefix: `aa-stripe-${config.stage}-${Stack.of(scope).account}` },
  });
  const issuer = pool.userPoolProviderUrl;
  return {
    issuer,
    audience: [client.userPoolClientId],
    console: {
      clientId: client.userPoolClientId,
      resource: null,
      // The pool describes itself under one name, and gives tokens under another.
      origins: [`https://${Fn.select(2, Fn.split('/', issuer))}`, domain.baseUrl()],
    },
  };
}

function newPool(scope: Construct, config: Config, selfSignUpEnabled: boolean): UserPool {
  const pool = new UserPool(scope, 'Pool', {
    selfSignUpEnabled,
    signInAliases: { email: true },
    passwordPolicy: {
      minLength: 12,
      requireDigits: true,
      requireLowercase: true,
      requireUppercase: true,
      requireSymbols: true,
    },
    // Operators move money; users may choose.
    mfa: selfSignUpEnabled ? Mfa.OPTIONAL : Mfa.REQUIRED,
    mfaSecondFactor: { otp: true, sms: false },
    removalPolicy: config.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    deletionProtection: config.keepData,
  });
  acceptFinding(pool, {
    'AwsSolutions-COG8': 'The plus tier costs by the user; a team that wants it brings a pool of its own.',
    'AwsSolutions-COG2':
      'Operators must have a second factor. Users of a shop may have one: it is theirs to decide.',
  });
  return pool;
}
