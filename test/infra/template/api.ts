import { Match, type Template } from 'aws-cdk-lib/assertions';
import * as v from 'valibot';
import { type SynthesizedStack, synthesizedStack } from '../../fixtures/synthesized-stack';

const USERS = { issuer: 'https://users.example', audience: ['shop', 'app'] };
const OPERATORS = {
  issuer: 'https://staff.example/realm',
  audience: ['console', 'api'],
  console: { origins: ['https://tokens.example'], resource: 'https://pay.example' },
};

const Reference = v.object({ Ref: v.string() });
const Route = v.object({
  RouteKey: v.string(),
  AuthorizationType: v.string(),
  AuthorizerId: v.optional(Reference),
  AuthorizationScopes: v.optional(v.array(v.string()), []),
  Target: v.object({ 'Fn::Join': v.tuple([v.string(), v.tuple([v.string(), Reference])]) }),
});
const Integration = v.object({
  PayloadFormatVersion: v.string(),
  IntegrationUri: v.object({ 'Fn::GetAtt': v.tuple([v.string(), v.string()]) }),
});

describe("the template's API", () => {
  let own: SynthesizedStack;
  let configured: SynthesizedStack;
  let template: Template;
  beforeAll(async () => {
    own = await synthesizedStack();
    configured = await synthesizedStack({
      users: USERS,
      operators: OPERATORS,
      corsOrigins: ['https://shop.example'],
      throttle: { ratePerSecond: 7, burst: 9 },
    });
    template = own.template;
  }, 120_000);

  const properties = (id: string): unknown => {
    const all = v.parse(
      v.record(v.string(), v.object({ Properties: v.optional(v.unknown()) })),
      template.toJSON()['Resources'],
    );
    return all[id]?.Properties;
  };
  const nameOf = (id: string) => v.parse(v.object({ Name: v.string() }), properties(id)).Name;
  const functionBehind = (route: v.InferOutput<typeof Route>) => {
    const integration = v.parse(Integration, properties(route.Target['Fn::Join'][1][1].Ref));
    expect(integration.PayloadFormatVersion).toBe('2.0');
    const fn = properties(integration.IntegrationUri['Fn::GetAtt'][0]);
    return v.parse(v.object({ FunctionName: v.string() }), fn).FunctionName;
  };

  it('has these routes, each with its own way in (I7)', () => {
    const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map((resource) => {
      const route = v.parse(Route, resource['Properties']);
      const authorizer = route.AuthorizerId ? nameOf(route.AuthorizerId.Ref) : 'nobody';
      const way = [route.AuthorizationType, authorizer, ...route.AuthorizationScopes].join(' ');
      return [route.RouteKey, way, functionBehind(route)];
    });
    expect(routes.sort()).toEqual([
      [
        'DELETE /aa-stripe/coupons/{coupon_id}',
        'JWT operators aa-stripe/admin',
        'aa-stripe-test-operate-coupons',
      ],
      [
        'GET /aa-stripe/admin/coupons/{coupon_id}',
        'JWT operators aa-stripe/admin',
        'aa-stripe-test-operate-coupons',
      ],
      ['GET /aa-stripe/admin/customers', 'JWT operators aa-stripe/admin', 'aa-stripe-test-operate-customers'],
      [
        'GET /aa-stripe/admin/customers/{id}',
        'JWT operators aa-stripe/admin',
        'aa-stripe-test-operate-customers',
      ],
      ['GET /aa-stripe/audit', 'JWT operators aa-stripe/admin', 'aa-stripe-test-operate-commands'],
      ['GET /aa-stripe/charges', 'JWT operators aa-stripe/admin', 'aa-stripe-test-operate-charges'],
      ['GET /aa-stripe/charges/{id}', 'JWT operators aa-stripe/admin', 'aa-stripe-test-operate-charges'],
      ['GET /aa-stripe/charges/{id}/client-secret', 'JWT users', 'aa-stripe-test-get-client-secret'],
      [
        'GET /aa-stripe/charges/{id}/refunds',
        'JWT operators aa-stripe/admin',
        'aa-stripe-test-operate-charges',
      ],
      ['GET /aa-stripe/commands', 'JWT operators aa-stripe/admin', 'aa-stripe-test-operate-commands'],
      [
        'GET /aa-stripe/commands/{name}/runs',
        'JWT operators aa-stripe/admin',
        'aa-stripe-test-operate-commands',
      ],
      ['GET /aa-stripe/console', 'NONE nobody', 'aa-stripe-test-get-console'],
      ['GET /aa-stripe/console/{file+}', 'NONE nobody', 'aa-stripe-test-get-console'],
      ['GET /aa-stripe/coupons', 'JWT operators aa-stripe/admin', 'aa-stripe-test-operate-coupons'],
      ['GET /aa-stripe/coupons/{coupon_id}', 'JWT users', 'aa-stripe-test-get-coupon'],
      ['GET /aa-stripe/customers/{stripe_customer_id}', 'JWT users', 'aa-stripe-test-get-customer'],
      ['GET /aa-stripe/dead-letters', 'JWT operators aa-stripe/admin', 'aa-stripe-test-operate-console'],
      ['GET /aa-stripe/openapi.json', 'NONE nobody', 'aa-stripe-test-get-openapi'],
      ['GET /aa-stripe/overview', 'JWT operators aa-stripe/admin', 'aa-stripe-test-operate-console'],
      ['GET /aa-stripe/plans', 'JWT operators aa-stripe/admin', 'aa-stripe-test-operate-plans'],
      ['GET /aa-stripe/plans/{id}', 'JWT operators aa-stripe/admin', 'aa-stripe-test-operate-plans'],
      ['GET /aa-stripe/search', 'JWT operators aa-stripe/admin', 'aa-stripe-test-operate-console'],
      ['GET /aa-stripe/settings/paused', 'JWT operators aa-stripe/admin', 'aa-stripe-test-operate-commands'],
      [
        'GET /aa-stripe/subscriptions',
        'JWT operators aa-stripe/admin',
        'aa-stripe-test-operate-subscriptions',
      ],
      [
        'GET /aa-stripe/subscriptions/{id}',
        'JWT operators aa-stripe/admin',
        'aa-stripe-test-operate-subscriptions',
      ],
      ['GET /aa-stripe/webhooks', 'JWT operators aa-stripe/admin', 'aa-stripe-test-operate-webhooks'],
      ['GET /aa-stripe/webhooks/{id}', 'JWT operators aa-stripe/admin', 'aa-stripe-test-operate-webhooks'],
      [
        'PATCH /aa-stripe/coupons/{coupon_id}',
        'JWT operators aa-stripe/admin',
        'aa-stripe-test-operate-coupons',
      ],
      ['PATCH /aa-stripe/customers/{stripe_customer_id}', 'JWT users', 'aa-stripe-test-update-customer'],
      [
        'POST /aa-stripe/admin/customers/{id}/change-description',
        'JWT operators aa-stripe/admin',
        'aa-stripe-test-operate-customers',
      ],
      [
        'POST /aa-stripe/admin/customers/{id}/refresh-from-stripe',
        'JWT operators aa-stripe/admin',
        'aa-stripe-test-operate-customers',
      ],
      ['POST /aa-stripe/charges', 'JWT operators aa-stripe/admin', 'aa-stripe-test-operate-charges'],
      [
        'POST /aa-stripe/charges/{id}/charge',
        'JWT operators aa-stripe/admin',
        'aa-stripe-test-operate-charges',
      ],
      [
        'POST /aa-stripe/charges/{id}/refund',
        'JWT operators aa-stripe/admin',
        'aa-stripe-test-operate-charges',
      ],
      [
        'POST /aa-stripe/commands/{name}/runs',
        'JWT operators aa-stripe/admin',
        'aa-stripe-test-operate-commands',
      ],
      ['POST /aa-stripe/coupons', 'JWT operators aa-stripe/admin', 'aa-stripe-test-operate-coupons'],
      ['POST /aa-stripe/customers', 'JWT users', 'aa-stripe-test-create-customer'],
      ['POST /aa-stripe/plans', 'JWT operators aa-stripe/admin', 'aa-stripe-test-operate-plans'],
      [
        'POST /aa-stripe/plans/{id}/create-at-stripe',
        'JWT operators aa-stripe/admin',
        'aa-stripe-test-operate-plans',
      ],
      [
        'POST /aa-stripe/subscriptions',
        'JWT operators aa-stripe/admin',
        'aa-stripe-test-operate-subscriptions',
      ],
      [
        'POST /aa-stripe/subscriptions/{id}/cancel',
        'JWT operators aa-stripe/admin',
        'aa-stripe-test-operate-subscriptions',
      ],
      [
        'POST /aa-stripe/subscriptions/{id}/create-at-stripe',
        'JWT operators aa-stripe/admin',
        'aa-stripe-test-operate-subscriptions',
      ],
      [
        'POST /aa-stripe/subscriptions/{id}/refresh-from-stripe',
        'JWT operators aa-stripe/admin',
        'aa-stripe-test-operate-subscriptions',
      ],
      [
        'POST /aa-stripe/subscriptions/{id}/undo-cancel',
        'JWT operators aa-stripe/admin',
        'aa-stripe-test-operate-subscriptions',
      ],
      ['POST /aa-stripe/webhooks', 'NONE nobody', 'aa-stripe-test-receive-webhook'],
      [
        'POST /aa-stripe/webhooks/{id}/replay',
        'JWT operators aa-stripe/admin',
        'aa-stripe-test-operate-webhooks',
      ],
      ['PUT /aa-stripe/customers/{stripe_customer_id}', 'JWT users', 'aa-stripe-test-update-customer'],
      ['PUT /aa-stripe/settings/paused', 'JWT operators aa-stripe/admin', 'aa-stripe-test-operate-commands'],
    ]);
  });

  it('verifies tokens of the configured issuers and makes no pool of its own', () => {
    const authorizers = { users: USERS, operators: OPERATORS };
    configured.template.resourceCountIs('AWS::ApiGatewayV2::Authorizer', 2);
    for (const [name, { issuer, audience }] of Object.entries(authorizers)) {
      configured.template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
        Name: name,
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: issuer, Audience: audience },
      });
    }
    for (const type of ['UserPool', 'UserPoolClient', 'UserPoolDomain', 'UserPoolResourceServer']) {
      configured.template.resourceCountIs(`AWS::Cognito::${type}`, 0);
    }
  });

  it('makes a pool for users and one for operators where none is configured, each with its own audience', () => {
    template.resourceCountIs('AWS::Cognito::UserPool', 2);
    const users = poolWith({ AllowAdminCreateUserOnly: false });
    const operators = poolWith({ AllowAdminCreateUserOnly: true });
    for (const [name, pool] of Object.entries({ users, operators })) {
      const client = own.idOf('AWS::Cognito::UserPoolClient', { UserPoolId: { Ref: pool } });
      template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
        Name: name,
        JwtConfiguration: {
          Issuer: { 'Fn::GetAtt': [pool, 'ProviderURL'] },
          Audience: [{ Ref: client }],
        },
      });
    }
  });

  it('tells the console where to sign in: at the pool, or at the issuer that is configured', () => {
    const variables = (stack: SynthesizedStack) => {
      const id = stack.idOf('AWS::Lambda::Function', { FunctionName: 'aa-stripe-test-get-console' });
      return stack.template.findResources('AWS::Lambda::Function')[id]?.['Properties'].Environment.Variables;
    };
    expect(variables(configured)).toMatchObject({
      CONSOLE_ISSUER: 'https://staff.example/realm',
      CONSOLE_CLIENT_ID: 'console',
      CONSOLE_RESOURCE: 'https://pay.example',
      CONSOLE_ORIGINS: 'https://staff.example https://tokens.example',
    });
    const pool = poolWith({ AllowAdminCreateUserOnly: true });
    const client = own.idOf('AWS::Cognito::UserPoolClient', { UserPoolId: { Ref: pool } });
    expect(variables(own)).toMatchObject({
      CONSOLE_ISSUER: { 'Fn::GetAtt': [pool, 'ProviderURL'] },
      CONSOLE_CLIENT_ID: { Ref: client },
      CONSOLE_RESOURCE: '',
    });
    // Its description is under one name, its tokens under another.
    expect(JSON.stringify(variables(own).CONSOLE_ORIGINS)).toMatch(/ProviderURL.*https:.*\.auth\./);
    own.template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      UserPoolId: { Ref: pool },
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', Match.anyValue()],
      GenerateSecret: Match.absent(),
    });
  });

  it("gives the admin scope to the operators' client alone (I7)", () => {
    const operators = poolWith({ AllowAdminCreateUserOnly: true });
    template.resourceCountIs('AWS::Cognito::UserPoolResourceServer', 1);
    template.hasResourceProperties('AWS::Cognito::UserPoolResourceServer', {
      UserPoolId: { Ref: operators },
      Identifier: 'aa-stripe',
      Scopes: [Match.objectLike({ ScopeName: 'admin' })],
    });
    const scoped = template.findResources('AWS::Cognito::UserPoolClient', {
      Properties: { AllowedOAuthScopes: Match.anyValue() },
    });
    expect(Object.values(scoped).map(({ Properties }) => Properties.UserPoolId)).toEqual([
      { Ref: operators },
    ]);
  });

  it('throttles, as configured', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 2000, ThrottlingBurstLimit: 3000 },
    });
    configured.template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 7, ThrottlingBurstLimit: 9 },
    });
  });

  it('logs each access, but neither where from nor who (I8)', () => {
    const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    const { DestinationArn, Format } = v.parse(
      v.object({ DestinationArn: v.unknown(), Format: v.string() }),
      stage?.['Properties'].AccessLogSettings,
    );
    expect(DestinationArn).toEqual({ 'Fn::GetAtt': [expect.stringContaining('AccessLog'), 'Arn'] });
    expect(Format).toContain('$context.requestId');
    expect(Format).not.toMatch(/identity|sourceIp|userAgent|claims|principal|\$context\.path|header/i);
  });

  it('answers browsers of the configured origins only', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', { CorsConfiguration: Match.absent() });
    configured.template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: {
        AllowOrigins: ['https://shop.example'],
        AllowHeaders: ['authorization', 'content-type', 'idempotency-key'],
        AllowMethods: ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'],
        ExposeHeaders: ['retry-after'],
      },
    });
  });

  const poolWith = (AdminCreateUserConfig: object) =>
    own.idOf('AWS::Cognito::UserPool', { AdminCreateUserConfig });
});
