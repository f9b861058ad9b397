import { PHASE, type ResourceKind, type ResourceRef } from '../deploy/kind.ts';
import type { Properties } from '../deploy/properties.ts';
import { LocalError } from '../errors.ts';
import { Checkpoints, type Position } from '../streams/checkpoints.ts';
import { EventSource, type MappingSpec } from '../streams/event-source.ts';
import { compileFilters } from '../streams/filter.ts';
import type { World } from '../world.ts';

/** Pauses between tries of a failing batch grow from the first to the last. */
const BACKOFF = { first: 100, most: 10_000 };

function streamName(properties: Properties): string {
  const arn = properties.text('EventSourceArn');
  const [, , service, , , resource = ''] = arn.split(':');
  if (service === 'kinesis' && resource.startsWith('stream/')) return resource.slice('stream/'.length);
  throw new LocalError(
    'BadProperty',
    `${properties.where}, property EventSourceArn: got ${arn}, allowed is a Kinesis stream`,
  );
}

function filters(properties: Properties): string[] {
  return properties
    .inner('FilterCriteria')
    .objects('Filters')
    .map((filter) => filter.text('Pattern'));
}

function specOf(resource: ResourceRef, properties: Properties, world: World): MappingSpec {
  const name = streamName(properties);
  const destination = properties
    .inner('DestinationConfig')
    .inner('OnFailure')
    .textOr('Destination', undefined);
  const windowSeconds = properties.number('MaximumBatchingWindowInSeconds', 0);
  return {
    id: resource.name,
    functionName: world.functions.find(properties.text('FunctionName')).spec.name,
    source: {
      streamName: name,
      streamArn: world.arn('kinesis', `stream/${name}`),
      region: world.region,
      roleArn: `arn:aws:iam::${world.account}:role/local`,
    },
    batchSize: properties.number('BatchSize', 100),
    windowMs: windowSeconds * 1000,
    parallelization: properties.number('ParallelizationFactor', 1),
    filter: compileFilters(filters(properties), properties.where),
    onFailure: destination === undefined ? undefined : world.queue(destination),
    policy: {
      maximumRetryAttempts: properties.number('MaximumRetryAttempts', -1),
      maximumRecordAgeSeconds: properties.number('MaximumRecordAgeInSeconds', -1),
      bisect: properties.flag('BisectBatchOnFunctionError'),
      reportsItemFailures: properties.texts('FunctionResponseTypes').includes('ReportBatchItemFailures'),
      backoff: BACKOFF,
    },
  };
}

/** A mapping that is new begins as it says; on a stream that is new too, nothing came before it. */
function firstPosition(properties: Properties, isOld: boolean): Position {
  const start = properties.oneOf(
    'StartingPosition',
    ['LATEST', 'TRIM_HORIZON', 'AT_TIMESTAMP'],
    'TRIM_HORIZON',
  );
  if (start === 'AT_TIMESTAMP') return { at: properties.number('StartingPositionTimestamp', 0) };
  return start === 'LATEST' && isOld ? { at: Date.now() / 1000 } : { from: 'oldest' };
}

/** AWS::Lambda::EventSourceMapping of Kinesis streams. */
export const eventSourceMapping: ResourceKind = {
  properties: [
    'FunctionName',
    'EventSourceArn',
    'Enabled',
    'BatchSize',
    'MaximumBatchingWindowInSeconds',
    'ParallelizationFactor',
    'StartingPosition',
    'StartingPositionTimestamp',
    'FilterCriteria.Filters.Pattern',
    'BisectBatchOnFunctionError',
    'MaximumRetryAttempts',
    'MaximumRecordAgeInSeconds',
    'FunctionResponseTypes',
    'DestinationConfig.OnFailure.Destination',
  ],
  longest: 128,
  phase: PHASE.sources,
  attribute: (name, attribute, _, world) => {
    if (attribute === 'EventSourceMappingArn') return world.arn('lambda', `event-source-mapping:${name}`);
    return attribute === 'Id' ? name : undefined;
  },
  create: async (resource, properties, world) => {
    const spec = specOf(resource, properties, world);
    if (!properties.flag('Enabled', true)) return;
    const checkpoints = new Checkpoints(world.kept('checkpoints', resource.name));
    for (const shard of await world.kinesis.shardIds(spec.source.streamName)) {
      if (checkpoints.get(shard) !== undefined) continue;
      checkpoints.set(shard, firstPosition(properties, world.oldStreams.has(spec.source.streamName)));
    }
    world.mappings.push(new EventSource(spec, world.kinesis, world.functions, checkpoints, world.log));
  },
};
