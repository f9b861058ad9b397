import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  type CorsPreflightOptions,
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionName } from '../../contract/functions.ts';
import { acknowledge } from '../acknowledge.ts';
import type { JangteoFunction } from '../jangteo-function.ts';
import { pascal } from '../naming.ts';
import type { Stage } from '../stages.ts';

/** Browsers of any shop may call: what they may do is decided by their key and user token, not by their origin. */
const CORS: CorsPreflightOptions = {
  allowOrigins: ['*'],
  allowMethods: [
    CorsHttpMethod.GET,
    CorsHttpMethod.POST,
    CorsHttpMethod.PUT,
    CorsHttpMethod.PATCH,
    CorsHttpMethod.DELETE,
  ],
  allowHeaders: ['content-type', 'x-api-key', 'x-user-token', 'if-match', 'if-none-match'],
  exposeHeaders: ['etag', 'location', 'retry-after', 'x-user-token'],
  maxAge: Duration.days(1),
};

/** One line a request; no header and no query string, which carry keys and people's ids. */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTimeEpoch',
    route: '$context.routeKey',
    status: '$context.status',
    milliseconds: '$context.responseLatency',
    bytes: '$context.responseLength',
    error: '$context.integrationErrorMessage',
  }),
);

export interface ApiRoute {
  readonly method: `${HttpMethod}`;
  readonly path: string;
  readonly function: FunctionName;
}

export interface JangteoApiProps {
  readonly stage: Stage;
  readonly routes: readonly ApiRoute[];
  /** Answers what no route takes. */
  readonly otherwise: JangteoFunction;
  readonly functionOf: (name: FunctionName) => JangteoFunction;
}

/** The HTTP API: each route to its function, by payload format 2.0, throttled by stage. */
export class JangteoApi extends Construct {
  readonly api: HttpApi;
  private readonly otherwise: JangteoFunction;
  private readonly integrations = new Map<FunctionName, HttpLambdaIntegration>();

  constructor(scope: Construct, id: string, props: JangteoApiProps) {
    super(scope, id);
    this.otherwise = props.otherwise;
    this.api = new HttpApi(this, 'Api', {
      apiName: `jangteo ${props.stage.name}`,
      createDefaultStage: false,
      corsPreflight: CORS,
      defaultIntegration: this.integration(props.otherwise),
    });
    for (const { method, path, function: name } of props.routes) {
      const integration = this.integration(props.functionOf(name));
      this.api.addRoutes({ path, methods: [HttpMethod[method]], integration });
    }
    this.stage(props.stage);
    acknowledge(this.api, {
      'AwsSolutions-APIG4':
        'keys and scopes are checked in the functions’ shared middy stack, by route (design §4)',
    });
  }

  /** One integration a function, shared by its routes. */
  private integration(fn: JangteoFunction): HttpLambdaIntegration {
    const known = this.integrations.get(fn.name);
    const integration =
      known ??
      new HttpLambdaIntegration(pascal(fn.node.id), fn.lambda, {
        timeout: Duration.seconds(29),
        // A function's policy holds 20 KB: one permission a function, not one a route. Only the ARN of
        // $default has a form of its own (stage/$default) that the wide permission would not match.
        scopePermissionToRoute: fn === this.otherwise,
      });
    this.integrations.set(fn.name, integration);
    return integration;
  }

  private stage({ logDays, requestsPerSecond, requestBurst }: Stage): void {
    const logGroup = new LogGroup(this, 'AccessLogs', {
      retention: logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: requestsPerSecond, burstLimit: requestBurst },
      accessLogSettings: { destination: new LogGroupLogDestination(logGroup), format: ACCESS_LOG },
    });
  }
}
