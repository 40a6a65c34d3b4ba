import { Duration } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  type CorsPreflightOptions,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { type Access, ROUTES, type RoutedFunction } from '../../functions/routes';
import type { Config } from '../config/config';
import { acceptFinding } from './accept-finding';
import type { Alarms } from './alarms';
import type { BundledFunction } from './bundled-function';
import { CustomDomain } from './custom-domain';
import { Edge } from './edge';
import { type LogSettings, sealedLogGroup } from './sealed-log-group';
import { OPERATOR_SCOPE, type OperatorIssuer, type TokenIssuer } from './token-issuer';

export interface PaymentsApiProps {
  name: string;
  /** Who signs tokens, once it is known where the API is: sign-in pages return there. */
  issuers: (apiUrl: string) => { users: TokenIssuer; operators: OperatorIssuer };
  config: Config;
  logs: LogSettings;
  alarms: Alarms;
}

/** One is tried again by whoever asked, and by Stripe; several in a quarter of an hour are not an accident. */
const SERVER_ERRORS_TO_RING = 3;

/** What a line of the access log holds: enough to follow a request, nothing about who sent it. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  ms: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
  authorizerError: '$context.authorizer.error',
};

/** The HTTP API: routes for Stripe, for users and for operators, each with its own way in. */
export class PaymentsApi extends Construct {
  readonly api: HttpApi;
  /** `https://…` without a slash at its end. */
  readonly url: string;
  /** Who signs operators' tokens. */
  readonly operatorIssuer: OperatorIssuer;
  private readonly users: IHttpRouteAuthorizer;
  private readonly operators: IHttpRouteAuthorizer;

  constructor(scope: Construct, id: string, props: PaymentsApiProps) {
    super(scope, id);
    const { corsOrigins, customDomain, edge, throttle } = props.config;
    const domain = customDomain && new CustomDomain(this, 'Domain', customDomain, edge?.truststore);
    if (edge && customDomain) new Edge(this, 'Edge', edge, customDomain.name);
    this.api = new HttpApi(this, 'Api', {
      apiName: props.name,
      createDefaultStage: false,
      // Whoever has a name of their own is reached by it alone.
      disableExecuteApiEndpoint: domain !== undefined,
      ...(corsOrigins.length > 0 && { corsPreflight: cors(corsOrigins) }),
    });
    const name = edge?.name ?? customDomain?.name;
    this.url = name === undefined ? this.api.apiEndpoint : `https://${name}`;
    const { users, operators } = props.issuers(this.url);
    this.users = jwtAuthorizer('users', users);
    this.operators = jwtAuthorizer('operators', operators);
    this.operatorIssuer = operators;
    this.api.addStage('Stage', {
      stageName: '$default',
      autoDeploy: true,
      ...(domain && { domainMapping: { domainName: domain.domainName } }),
      throttle: { rateLimit: throttle.ratePerSecond, burstLimit: throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(sealedLogGroup(this, 'AccessLog', props.logs)),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
    acceptFinding(this, {
      'AwsSolutions-APIG4':
        "Deliveries prove themselves by their signature; the API's document and the console's files are for everybody. " +
        'A test holds that no other route is open.',
    });
    props.alarms.above('ServerErrors', SERVER_ERRORS_TO_RING, {
      severity: 'urgent',
      means:
        'Requests end in 5xx: people cannot pay. If they are deliveries, Stripe tries again for days, then switches the ' +
        'endpoint off.',
      act: 'the access log says which route, its function says why.',
      runbook: 'server-errors',
      metric: this.api.metricServerError({ period: Duration.minutes(15), statistic: 'Sum' }),
    });
  }

  /** The function's routes, by the names and the way in that it declares. */
  serve(name: RoutedFunction, fn: BundledFunction): void {
    const { access, routes } = ROUTES[name];
    const byPath = new Map<string, HttpMethod[]>();
    for (const route of routes) {
      const [method = '', path = ''] = route.split(' ');
      byPath.set(path, [...(byPath.get(path) ?? []), HttpMethod[method as keyof typeof HttpMethod]]);
    }
    for (const [path, methods] of byPath) this.route(path, methods, fn, access);
  }

  private route(path: string, methods: HttpMethod[], fn: BundledFunction, access: Access): void {
    const integration = new HttpLambdaIntegration(`${fn.node.id}Integration`, fn.lambda);
    const open = new HttpNoneAuthorizer();
    const authorizer = { page: open, open, user: this.users, operator: this.operators }[access];
    const scope = `${OPERATOR_SCOPE.server}/${OPERATOR_SCOPE.name}`;
    const authorizationScopes = access === 'operator' ? [scope] : [];
    this.api.addRoutes({ path, methods, integration, authorizer, authorizationScopes });
  }
}

function jwtAuthorizer(name: string, { issuer, audience }: TokenIssuer): IHttpRouteAuthorizer {
  return new HttpJwtAuthorizer(name, issuer, { authorizerName: name, jwtAudience: audience });
}

function cors(allowOrigins: string[]): CorsPreflightOptions {
  return {
    allowOrigins,
    allowMethods: [
      CorsHttpMethod.GET,
      CorsHttpMethod.POST,
      CorsHttpMethod.PATCH,
      CorsHttpMethod.PUT,
      CorsHttpMethod.DELETE,
    ],
    allowHeaders: ['authorization', 'content-type', 'idempotency-key'],
    exposeHeaders: ['retry-after'],
    maxAge: Duration.hours(1),
  };
}
