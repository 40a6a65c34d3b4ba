import * as v from 'valibot';
import { RefusedError } from '../template/refused-error';
import type { Resources } from '../template/resources';

const corsSchema = v.strictObject({
  AllowOrigins: v.optional(v.array(v.string()), []),
  AllowMethods: v.optional(v.array(v.string()), []),
  AllowHeaders: v.optional(v.array(v.string()), []),
  ExposeHeaders: v.optional(v.array(v.string()), []),
  AllowCredentials: v.optional(v.boolean(), false),
  MaxAge: v.optional(v.number()),
});
const apiSchema = v.strictObject({
  Name: v.string(),
  ProtocolType: v.literal('HTTP'),
  CorsConfiguration: v.optional(corsSchema),
  Description: v.optional(v.string()),
  // Of an API with a name of its own, which is served here by address.
  DisableExecuteApiEndpoint: v.optional(v.boolean()),
  Tags: v.optional(v.unknown()),
});
const integrationSchema = v.strictObject({
  ApiId: v.string(),
  IntegrationType: v.literal('AWS_PROXY'),
  IntegrationUri: v.string(),
  PayloadFormatVersion: v.literal('2.0'),
  TimeoutInMillis: v.optional(v.number(), 30_000),
});
const routeSchema = v.strictObject({
  ApiId: v.string(),
  RouteKey: v.string(),
  Target: v.string(),
  AuthorizationType: v.optional(v.picklist(['NONE', 'JWT']), 'NONE'),
  AuthorizerId: v.optional(v.string()),
  AuthorizationScopes: v.optional(v.array(v.string()), []),
});
const authorizerSchema = v.strictObject({
  ApiId: v.string(),
  Name: v.string(),
  AuthorizerType: v.literal('JWT'),
  IdentitySource: v.tuple([v.literal('$request.header.Authorization')]),
  JwtConfiguration: v.strictObject({ Issuer: v.string(), Audience: v.array(v.string()) }),
});
const throttleSchema = v.strictObject({
  ThrottlingBurstLimit: v.optional(v.number()),
  ThrottlingRateLimit: v.optional(v.number()),
  DetailedMetricsEnabled: v.optional(v.boolean()),
});
const stageSchema = v.strictObject({
  ApiId: v.string(),
  StageName: v.literal('$default'),
  AutoDeploy: v.literal(true),
  DefaultRouteSettings: v.optional(throttleSchema, {}),
  RouteSettings: v.optional(v.record(v.string(), throttleSchema), {}),
  // The console's line per request takes its place.
  AccessLogSettings: v.optional(v.unknown()),
  Description: v.optional(v.string()),
  Tags: v.optional(v.unknown()),
});

export type CorsConfiguration = v.InferOutput<typeof corsSchema>;
export type ThrottleSettings = v.InferOutput<typeof throttleSchema>;

export interface AuthorizerDefinition {
  name: string;
  issuer: string;
  audience: string[];
}

export interface RouteDefinition {
  key: string;
  functionArn: string;
  timeoutMs: number;
  authorizer: AuthorizerDefinition | undefined;
  scopes: string[];
  throttle: ThrottleSettings;
}

export interface ApiDefinition {
  id: string;
  cors: CorsConfiguration | undefined;
  routes: RouteDefinition[];
  authorizers: AuthorizerDefinition[];
}

/** The HTTP API of the template, if there is one. Throws RefusedError for a second one. */
export function readApi(resources: Resources): ApiDefinition | undefined {
  const [api, second] = resources.claim('AWS::ApiGatewayV2::Api', apiSchema);
  const integrations = resources.claim('AWS::ApiGatewayV2::Integration', integrationSchema);
  const routes = resources.claim('AWS::ApiGatewayV2::Route', routeSchema);
  const stages = resources.claim('AWS::ApiGatewayV2::Stage', stageSchema);
  const authorizers = resources.claim('AWS::ApiGatewayV2::Authorizer', authorizerSchema).map((each) => ({
    id: each.ref,
    name: each.properties.Name,
    issuer: each.properties.JwtConfiguration.Issuer,
    audience: each.properties.JwtConfiguration.Audience,
  }));
  if (second) {
    throw new RefusedError(
      `a second HTTP API (${second.logicalId}) has no local counterpart: of several stages choose one, as STAGE=test npm start`,
    );
  }
  if (!api) return undefined;
  const stage = stages[0]?.properties;
  if (!stage) throw new RefusedError(`${api.logicalId}: the HTTP API has no stage`);
  return {
    id: api.ref,
    cors: api.properties.CorsConfiguration,
    authorizers,
    routes: routes.map(({ logicalId, properties }) => {
      const integration = integrations.find(
        (each) => properties.Target === `integrations/${each.ref}`,
      )?.properties;
      if (!integration)
        throw new RefusedError(`${logicalId}: target ${properties.Target} is not an integration`);
      const authorizer = authorizers.find((each) => each.id === properties.AuthorizerId);
      if (properties.AuthorizationType === 'JWT' && !authorizer)
        throw new RefusedError(`${logicalId}: no authorizer`);
      return {
        key: properties.RouteKey,
        functionArn: functionArn(integration.IntegrationUri),
        timeoutMs: integration.TimeoutInMillis,
        authorizer: properties.AuthorizationType === 'JWT' ? authorizer : undefined,
        scopes: properties.AuthorizationScopes,
        throttle: { ...stage.DefaultRouteSettings, ...stage.RouteSettings[properties.RouteKey] },
      };
    }),
  };
}

/** An integration names its function by ARN, or by an invocation path that holds the ARN. */
const functionArn = (uri: string): string => /functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;
