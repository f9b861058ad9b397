import { PHASE, type ResourceKind } from '../deploy/kind.ts';
import type { Properties } from '../deploy/properties.ts';
import { LocalError } from '../errors.ts';
import type { HttpApi, Integration } from '../http/api.ts';
import { LIMITS } from '../limits.ts';
import type { World } from '../world.ts';

/** AWS::ApiGatewayV2::Api of protocol HTTP. */
export const api: ResourceKind = {
  properties: [
    'Name',
    'ProtocolType',
    'CorsConfiguration.AllowOrigins',
    'CorsConfiguration.AllowMethods',
    'CorsConfiguration.AllowHeaders',
    'CorsConfiguration.ExposeHeaders',
    'CorsConfiguration.MaxAge',
    'CorsConfiguration.AllowCredentials',
  ],
  longest: 64,
  lowerCase: true,
  phase: PHASE.storage,
  attribute: (name, attribute, _, world) => {
    if (attribute === 'ApiEndpoint') return world.apis.get(name)?.url;
    return attribute === 'ApiId' ? name : undefined;
  },
  create: ({ name }, properties, world) => {
    properties.oneOf('ProtocolType', ['HTTP'], 'HTTP');
    const cors = properties.inner('CorsConfiguration');
    if (properties.all.CorsConfiguration === undefined) return;
    apiOf(name, properties, world).cors = {
      origins: cors.texts('AllowOrigins'),
      methods: cors.texts('AllowMethods'),
      headers: cors.texts('AllowHeaders'),
      exposed: cors.texts('ExposeHeaders'),
      maxAge: cors.number('MaxAge', undefined),
      credentials: cors.flag('AllowCredentials'),
    };
  },
};

function apiOf(id: string, properties: Properties, world: World): HttpApi {
  const found = world.apis.get(id);
  if (found === undefined)
    throw new LocalError('BadProperty', `${properties.where}: there is no HTTP API ${id}`);
  return found;
}

function throttling(settings: Properties) {
  const burst = settings.number('ThrottlingBurstLimit', undefined);
  const rate = settings.number('ThrottlingRateLimit', undefined);
  return burst === undefined || rate === undefined ? undefined : { burst, rate };
}

/** AWS::ApiGatewayV2::Stage; the one stage whose routes are at the root is $default. */
export const stage: ResourceKind = {
  properties: [
    'ApiId',
    'StageName',
    'AutoDeploy',
    'DefaultRouteSettings.ThrottlingBurstLimit',
    'DefaultRouteSettings.ThrottlingRateLimit',
    'RouteSettings.*.ThrottlingBurstLimit',
    'RouteSettings.*.ThrottlingRateLimit',
  ],
  phase: PHASE.routes,
  ref: (_, properties) => properties().text('StageName'),
  create: (_, properties, world) => {
    const name = properties.oneOf('StageName', ['$default'], '$default');
    const routes = properties.inner('RouteSettings');
    const own = Object.keys(routes.all).map((key) => [key, throttling(routes.inner(key))] as const);
    apiOf(properties.text('ApiId'), properties, world).stage = {
      name,
      defaults: throttling(properties.inner('DefaultRouteSettings')),
      routes: Object.fromEntries(
        own.filter((entry): entry is [string, NonNullable<(typeof entry)[1]>] => entry[1] !== undefined),
      ),
    };
  },
};

/** Integrations by the id that `Ref` gives; routes name them as `integrations/<id>`. */
const integrations = new WeakMap<World, Map<string, Integration>>();

/** AWS::ApiGatewayV2::Integration with a function. */
export const integration: ResourceKind = {
  properties: [
    'ApiId',
    'IntegrationType',
    'IntegrationMethod',
    'IntegrationUri',
    'PayloadFormatVersion',
    'TimeoutInMillis',
  ],
  phase: PHASE.sources,
  create: ({ name }, properties, world) => {
    properties.oneOf('IntegrationType', ['AWS_PROXY'], 'AWS_PROXY');
    properties.oneOf('PayloadFormatVersion', ['2.0'], '2.0');
    const uri = properties.text('IntegrationUri');
    const arn = /functions\/(arn:.*)\/invocations/.exec(uri)?.[1] ?? uri;
    const made = {
      functionName: world.functions.find(arn).spec.name,
      timeoutMs: Math.min(
        LIMITS.http.integration,
        properties.number('TimeoutInMillis', LIMITS.http.integration),
      ),
    };
    const known = integrations.get(world) ?? new Map<string, Integration>();
    integrations.set(world, known.set(name, made));
  },
};

/** AWS::ApiGatewayV2::Route. */
export const route: ResourceKind = {
  properties: ['ApiId', 'RouteKey', 'Target', 'AuthorizationType', 'ApiKeyRequired'],
  phase: PHASE.routes,
  create: (_, properties, world) => {
    const authorization = properties.textOr('AuthorizationType', 'NONE');
    if (authorization !== 'NONE') {
      throw new LocalError(
        'Unsupported',
        `${properties.where}, property AuthorizationType: got ${authorization}, allowed is NONE; authorizers are not run here`,
      );
    }
    const id = properties.text('Target').replace(/^integrations\//, '');
    const target = integrations.get(world)?.get(id);
    if (target === undefined)
      throw new LocalError(
        'BadProperty',
        `${properties.where}, property Target: there is no integration ${id}`,
      );
    apiOf(properties.text('ApiId'), properties, world).routes.push({
      key: properties.text('RouteKey'),
      target,
    });
  },
};
