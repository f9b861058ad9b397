import { describe, expect, it } from 'vitest';
import { ROUTES } from '../../../contract/api/routes.ts';
import type { FunctionName } from '../../../contract/functions.ts';
import { functionOf, type Resource, resourcesOf, templatesOf } from './synth.ts';

const { app } = templatesOf('dev');
const integrations = new Map(resourcesOf(app, 'AWS::ApiGatewayV2::Integration'));
const routes = new Map(
  resourcesOf(app, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => [Properties.RouteKey, Properties]),
);
const integrationOf = (key: string) =>
  integrations.get(routes.get(key)?.Target['Fn::Join'][1].at(-1).Ref)?.Properties;
const arnOf = (name: FunctionName) => ({ 'Fn::GetAtt': [functionOf(app, name).id, 'Arn'] });

describe('the HTTP API', () => {
  it('sends every route of the contract to its function', () => {
    expect(ROUTES.length).toBeGreaterThan(20);
    for (const { method, path, function: name } of ROUTES) {
      expect(integrationOf(`${method} ${path}`)?.IntegrationUri).toEqual(arnOf(name));
    }
  });

  it('has no other route but $default, which answers 404 in our own form', () => {
    expect([...routes.keys()].sort()).toEqual(
      [...ROUTES.map(({ method, path }) => `${method} ${path}`), '$default'].sort(),
    );
    expect(integrationOf('$default')?.IntegrationUri).toEqual(arnOf('provider/system'));
  });

  it('calls functions by payload format 2.0, one integration each, and gives up before 30 s', () => {
    expect(integrations.size).toBe(new Set(ROUTES.map((route) => route.function)).size);
    for (const { PayloadFormatVersion, TimeoutInMillis } of [...integrations.values()].map(
      (one) => one.Properties,
    )) {
      expect(PayloadFormatVersion).toBe('2.0');
      expect(TimeoutInMillis).toBeLessThan(30_000);
    }
  });

  it('ends a function before it gives up on it', () => {
    for (const name of new Set(ROUTES.map((route) => route.function))) {
      expect(functionOf(app, name).Properties.Timeout).toBeLessThanOrEqual(29);
    }
  });

  it('lets browsers of any origin send their key and read what our headers say', () => {
    const [[, api] = []] = resourcesOf(app, 'AWS::ApiGatewayV2::Api');
    const { AllowOrigins, AllowHeaders, ExposeHeaders, AllowCredentials } = (api as Resource).Properties
      .CorsConfiguration;
    expect(AllowOrigins).toEqual(['*']);
    expect(AllowHeaders).toEqual(
      expect.arrayContaining(['content-type', 'x-api-key', 'x-user-token', 'if-match']),
    );
    expect(ExposeHeaders).toEqual(
      expect.arrayContaining(['etag', 'location', 'retry-after', 'x-user-token']),
    );
    expect(AllowCredentials).toBeUndefined();
  });

  it('is throttled by stage', () => {
    for (const [stage, rate] of [
      ['dev', 200],
      ['prod', 2000],
    ] as const) {
      templatesOf(stage).app.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
        StageName: '$default',
        AutoDeploy: true,
        DefaultRouteSettings: { ThrottlingRateLimit: rate, ThrottlingBurstLimit: rate * 2 },
      });
    }
  });

  it('logs no header and no query string: they carry keys and people’s ids', () => {
    const [[, stage] = []] = resourcesOf(app, 'AWS::ApiGatewayV2::Stage');
    const fields = Object.values(JSON.parse(stage?.Properties.AccessLogSettings.Format));
    expect(fields).toContain('$context.routeKey');
    expect(fields.join()).not.toMatch(/header|query|\$context\.path|identity/i);
  });

  it('may call each of its functions, and $default its own', () => {
    const permissions = resourcesOf(app, 'AWS::Lambda::Permission')
      .map(([, { Properties }]) => Properties)
      .filter(({ Principal }) => Principal === 'apigateway.amazonaws.com');
    const allowed = new Set(permissions.map((one) => JSON.stringify(one.FunctionName)));
    for (const { function: name } of ROUTES) expect(allowed).toContain(JSON.stringify(arnOf(name)));
    expect(permissions.some((one) => one.SourceArn['Fn::Join'][1].at(-1) === '/*/*')).toBe(true);
  });

  it('tells its URL, and the function that operators ask for keys', () => {
    const outputs = app.toJSON().Outputs;
    expect(outputs.ApiUrl.Value['Fn::GetAtt'][1]).toBe('ApiEndpoint');
    expect(outputs.IssueKeyFunctionName.Value).toEqual({ Ref: functionOf(app, 'provider/issue-key').id });
  });

  it('does not offer the issuing of keys', () => {
    const uris = [...integrations.values()].map(({ Properties }) => Properties.IntegrationUri);
    expect(uris).not.toContainEqual(arnOf('provider/issue-key'));
  });
});
