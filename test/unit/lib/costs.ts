import type { Template } from 'aws-cdk-lib/assertions';
import { type Resource, resourcesOf } from './synth.ts';

/** A line of the monthly bill of a stage that nobody uses. Prices in USD, us-east-1, without free tiers. */
export interface CostLine {
  readonly what: string;
  readonly quantity: number;
  readonly unit: string;
  readonly price: number;
}

const HOURS = 730;
/** What an idle stage with the sample market in it holds, rounded up. */
const HELD = { tablesGb: 1, bucketsGb: 2, logsGb: 0.1 };
/** Kinesis takes a new data key for each shard every five minutes. */
const KEY_REQUESTS_PER_SHARD = (HOURS * 60) / 5;

/** Billed by use alone: without requests they cost nothing. */
export const FREE_WHEN_IDLE = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::SSM::Parameter',
  'AWS::StepFunctions::StateMachine',
];
/** Billed for being there, or for what lies in them: each has a line below. */
export const BILLED = [
  'AWS::CloudWatch::Alarm',
  'AWS::DynamoDB::Table',
  'AWS::Kinesis::Stream',
  'AWS::Logs::LogGroup',
  'AWS::OpenSearchService::Domain',
  'AWS::S3::Bucket',
];

/** The idle bill of a stage, counted in its templates. */
export function idleCosts(data: Template, app: Template): CostLine[] {
  const streams = resourcesOf(data, 'AWS::Kinesis::Stream').map(([, { Properties }]) => Properties);
  const domains = resourcesOf(data, 'AWS::OpenSearchService::Domain').map(([, { Properties }]) => Properties);
  return [
    ...streams.flatMap(streamLines),
    ...domains.flatMap(domainLines),
    { what: 'CloudWatch alarms', quantity: alarmMetrics(app), unit: 'metrics', price: 0.1 },
    { what: 'DynamoDB storage', quantity: HELD.tablesGb, unit: 'GB', price: 0.25 },
    { what: 'DynamoDB point-in-time recovery', quantity: HELD.tablesGb, unit: 'GB', price: 0.2 },
    { what: 'S3 storage', quantity: HELD.bucketsGb, unit: 'GB', price: 0.023 },
    // Every minute start-due looks whether there is something to count: for popularity some six lists in S3, for together-fresh and
    // together one each; three times 0.3 s of 256 MB.
    { what: 'S3 lists of idle minutes', quantity: 351, unit: 'thousand', price: 0.005 },
    { what: 'Lambda of idle minutes', quantity: 132, unit: 'thousand', price: 0.0012 },
    { what: 'CloudWatch Logs', quantity: HELD.logsGb, unit: 'GB', price: 0.53 },
  ];
}

function streamLines({
  ShardCount,
  RetentionPeriodHours,
  StreamModeDetails,
}: Resource['Properties']): CostLine[] {
  const keys = (shards: number): CostLine => ({
    what: 'KMS requests of the stream',
    quantity: shards * KEY_REQUESTS_PER_SHARD,
    unit: 'requests',
    price: 0.000003,
  });
  if (StreamModeDetails.StreamMode === 'ON_DEMAND') {
    // It begins with four shards.
    return [{ what: 'Kinesis on demand', quantity: HOURS, unit: 'stream-hours', price: 0.04 }, keys(4)];
  }
  const hours = ShardCount * HOURS;
  const extended = {
    what: 'Kinesis retention beyond 24 h',
    quantity: hours,
    unit: 'shard-hours',
    price: 0.02,
  };
  return [
    { what: 'Kinesis shards', quantity: hours, unit: 'shard-hours', price: 0.015 },
    ...(RetentionPeriodHours > 24 ? [extended] : []),
    keys(ShardCount),
  ];
}

/** An hour of a node. */
const NODE_HOUR: Readonly<Record<string, number>> = {
  't3.small.search': 0.036,
  't3.medium.search': 0.073,
  'r6g.large.search': 0.167,
};

function domainLines({ ClusterConfig, EBSOptions }: Resource['Properties']): CostLine[] {
  const { InstanceType, InstanceCount } = ClusterConfig;
  const price = NODE_HOUR[InstanceType as string];
  if (price === undefined) throw new Error(`no price is known of ${InstanceType}`);
  return [
    { what: 'OpenSearch nodes', quantity: InstanceCount * HOURS, unit: 'node-hours', price },
    { what: 'OpenSearch volumes', quantity: InstanceCount * EBSOptions.VolumeSize, unit: 'GB', price: 0.122 },
  ];
}

/** Every metric that an alarm looks at is billed, also those inside an expression. */
function alarmMetrics(app: Template): number {
  return resourcesOf(app, 'AWS::CloudWatch::Alarm')
    .map(([, { Properties }]) => Properties.Metrics?.filter((one: object) => 'MetricStat' in one).length ?? 1)
    .reduce((sum, count) => sum + count, 0);
}

export const costOf = ({ quantity, price }: CostLine): number => quantity * price;
export const sumOf = (lines: readonly CostLine[]): number =>
  lines.reduce((sum, line) => sum + costOf(line), 0);
