import { existsSync, statSync } from 'node:fs';
import { PHASE, type ResourceKind } from '../deploy/kind.ts';
import type { Properties } from '../deploy/properties.ts';
import { LocalError } from '../errors.ts';
import { checkVariables } from '../lambda/environment.ts';
import { shortName } from '../names.ts';
import type { World } from '../world.ts';

/** The folder of a function's code. */
function codeOf(properties: Properties, world: World): string {
  const key = properties.inner('Code').text('S3Key');
  const source = world.options.assets(key);
  if (source === undefined || !existsSync(source)) {
    throw new LocalError(
      'MissingAsset',
      `${properties.where}: the assembly has no asset ${key}${source === undefined ? '' : ` (looked at ${source})`}`,
    );
  }
  if (!statSync(source).isDirectory()) {
    throw new LocalError(
      'MissingAsset',
      `${properties.where}: got the file ${source} as code, allowed is a folder asset, which is not zipped`,
    );
  }
  return source;
}

function variablesOf(properties: Properties): Record<string, string> {
  const variables = properties.inner('Environment').object('Variables');
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
}

function checkRuntime(properties: Properties): void {
  const runtime = properties.textOr('Runtime', '');
  if (!/^nodejs\d+\.x$/.test(runtime)) {
    throw new LocalError(
      'BadProperty',
      `${properties.where}, property Runtime: got ${JSON.stringify(runtime)}, allowed is nodejs of any version, which this Node runs`,
    );
  }
  properties.oneOf('PackageType', ['Zip'], 'Zip');
}

const arnOf = (name: string, world: World) => world.arn('lambda', `function:${name}`);

/** AWS::Lambda::Function. */
export const lambdaFunction: ResourceKind = {
  properties: [
    'FunctionName',
    'Code.S3Bucket',
    'Code.S3Key',
    'Handler',
    'Runtime',
    'PackageType',
    'Timeout',
    'MemorySize',
    'Environment.Variables.**',
    'ReservedConcurrentExecutions',
  ],
  nameProperty: 'FunctionName',
  longest: 64,
  phase: PHASE.functions,
  attribute: (name, attribute, _, world) => (attribute === 'Arn' ? arnOf(name, world) : undefined),
  create: (resource, properties, world) => {
    checkRuntime(properties);
    const variables = variablesOf(properties);
    checkVariables(variables, properties.where);
    world.functions.add({
      name: resource.name,
      arn: arnOf(resource.name, world),
      path: resource.path,
      label: shortName(resource.path),
      code: codeOf(properties, world),
      handler: properties.text('Handler'),
      timeoutSeconds: properties.number('Timeout', 3),
      memoryMb: properties.number('MemorySize', 128),
      reserved: properties.number('ReservedConcurrentExecutions', undefined),
      variables,
    });
  },
};

/** AWS::Lambda::Version: there is one version of everything. */
export const lambdaVersion: ResourceKind = {
  properties: ['FunctionName'],
  phase: PHASE.functions,
  ref: (_, properties, world) => `${arnOf(properties().text('FunctionName'), world)}:1`,
  attribute: (_, attribute, properties, world) => {
    if (attribute === 'FunctionArn') return `${arnOf(properties().text('FunctionName'), world)}:1`;
    return attribute === 'Version' ? '1' : undefined;
  },
};

/** AWS::Lambda::Alias: leads to the one version. */
export const lambdaAlias: ResourceKind = {
  properties: ['FunctionName', 'FunctionVersion', 'Name'],
  phase: PHASE.functions,
  ref: (_, properties, world) => aliasArn(properties(), world),
  attribute: (_, attribute, properties, world) =>
    attribute === 'AliasArn' ? aliasArn(properties(), world) : undefined,
};

function aliasArn(properties: Properties, world: World): string {
  return `${arnOf(properties.text('FunctionName'), world)}:${properties.text('Name')}`;
}

/** AWS::Lambda::EventInvokeConfig: what becomes of events that a function fails on. */
export const eventInvokeConfig: ResourceKind = {
  properties: [
    'FunctionName',
    'Qualifier',
    'MaximumRetryAttempts',
    'MaximumEventAgeInSeconds',
    'DestinationConfig.OnFailure.Destination',
    'DestinationConfig.OnSuccess.Destination',
  ],
  phase: PHASE.sources,
  create: (_, properties, world) => {
    const destinations = properties.inner('DestinationConfig');
    const queue = (name: string) => {
      const arn = destinations.inner(name).textOr('Destination', undefined);
      return arn === undefined ? undefined : world.queue(arn);
    };
    world.functions.configureAsync(world.functions.find(properties.text('FunctionName')).spec.name, {
      retries: properties.number('MaximumRetryAttempts', 2),
      maxAgeSeconds: properties.number('MaximumEventAgeInSeconds', 6 * 3600),
      onFailure: queue('OnFailure'),
      onSuccess: queue('OnSuccess'),
    });
  },
};
