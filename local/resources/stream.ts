import { PHASE, type ResourceKind } from '../deploy/kind.ts';

/** Shards that AWS gives a new on-demand stream. */
const ON_DEMAND_SHARDS = 4;

/** AWS::Kinesis::Stream. */
export const stream: ResourceKind = {
  properties: ['Name', 'ShardCount', 'RetentionPeriodHours', 'StreamModeDetails.StreamMode'],
  nameProperty: 'Name',
  longest: 128,
  phase: PHASE.storage,
  attribute: (name, attribute, _, world) => {
    if (attribute === 'Arn') return world.arn('kinesis', `stream/${name}`);
    return attribute === 'StreamId' ? name : undefined;
  },
  create: async ({ name }, properties, world) => {
    const mode = properties
      .inner('StreamModeDetails')
      .oneOf('StreamMode', ['PROVISIONED', 'ON_DEMAND'], 'PROVISIONED');
    const shards = properties.number('ShardCount', mode === 'ON_DEMAND' ? ON_DEMAND_SHARDS : 1);
    const created = await world.kinesis.createStream(
      name,
      shards,
      properties.number('RetentionPeriodHours', 24),
    );
    if (!created) world.oldStreams.add(name);
  },
};
