/** What differs between stages, and nothing else does. The laptop runs `dev`. */
export interface Stage {
  readonly name: string;
  /** Data outlives `cdk destroy`: termination and deletion protection, RETAIN instead of DESTROY. */
  readonly protected: boolean;
  /** Shards of the ingest stream; 'on-demand' lets it grow by itself (29 USD a month and more). */
  readonly shards: number | 'on-demand';
  /** How long the stream keeps records, and so how long a broken consumer may take to be mended. */
  readonly streamHours: number;
  /** How long archived events and what was prepared of them are kept. */
  readonly archiveDays: number;
  /** How long a published model's files are kept: a re-publish reaches back as far. */
  readonly modelDays: number;
  readonly logDays: number;
  /** How long archive-events collects before it writes a file. */
  readonly archiveWindowSeconds: number;
  /** Lambdas that one Distributed Map runs side by side. */
  readonly mapConcurrency: number;
  /**
   * Whether the together job runs without pause while events come in. By hand: a run with `continuous=true` begins
   * it in any stage (docs/models.md).
   */
  readonly continuous: boolean;
  /** Requests that the HTTP API lets through: per second, and at once. */
  readonly requestsPerSecond: number;
  readonly requestBurst: number;
  /** 'urgent' keeps only the alarms that somebody should get up for: 0.10 USD a month each. */
  readonly alarms: 'urgent' | 'all';
  /** The search domain; 'none' serves from snapshots alone. */
  readonly search: SearchSize | 'none';
  /** How functions reach the domain. Chosen at the first deploy: a domain never changes between the two. */
  readonly network: 'public-endpoint' | Network;
}

/** A search domain: its nodes, and how its index is cut. */
export interface SearchSize {
  readonly instanceType: string;
  readonly nodes: number;
  /** Availability zones that the nodes are spread over: 1, 2 or 3, and as many subnets in a VPC. */
  readonly zones: 1 | 2 | 3;
  readonly volumeGb: number;
  readonly shards: number;
  readonly replicas: number;
}

/** A VPC of the shop's own. Its subnets reach the other AWS services by endpoints or a NAT of theirs. */
export interface Network {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
}

export class UnknownStageError extends Error {
  readonly code = 'unknown-stage';
  constructor(got: unknown) {
    super(`unknown stage ${JSON.stringify(got)}; allowed are ${Object.keys(STAGES).join(', ')}`);
  }
}

/**
 * dev: 24 h of stream, because extended retention costs 0.020 USD a shard-hour = 14.6 a month,
 * more than the shard itself (docs/costs.md). Ten Lambdas side by side is what a new account is allowed.
 * Archive windows: a file and a watermark are 2 PUTs at 0.005 USD a thousand; under constant traffic 5 s is
 * 17,280 files a day = 5.2 USD a shard-month, 20 s 1.3. dev is idle mostly and wants to see its events soon;
 * 20 s leaves 70 of the 90 s that popularity may lag.
 * dev is not continuous: a run is cheap there, but what somebody counts by hand must stay until he counts again.
 */
const DEV = {
  name: 'dev',
  protected: false,
  shards: 1,
  streamHours: 24,
  archiveDays: 365,
  modelDays: 90,
  logDays: 7,
  archiveWindowSeconds: 5,
  mapConcurrency: 10,
  continuous: false,
  requestsPerSecond: 200,
  requestBurst: 400,
  alarms: 'urgent',
  // The smallest there is: 2 GB, 26 USD a month, some 100,000 items.
  search: { instanceType: 't3.small.search', nodes: 1, zones: 1, volumeGb: 10, shards: 1, replicas: 0 },
  network: 'public-endpoint',
} as const satisfies Stage;

export const STAGES = {
  /** dev without search: the only one at less than 25 USD a month. */
  small: { ...DEV, name: 'small', search: 'none' },
  dev: DEV,
  staging: {
    name: 'staging',
    protected: true,
    shards: 1,
    streamHours: 168,
    archiveDays: 365,
    modelDays: 90,
    logDays: 30,
    archiveWindowSeconds: 20,
    mapConcurrency: 40,
    continuous: true,
    requestsPerSecond: 500,
    requestBurst: 1000,
    alarms: 'all',
    // A copy of everything in a second zone.
    search: { instanceType: 't3.medium.search', nodes: 2, zones: 2, volumeGb: 20, shards: 1, replicas: 1 },
    network: 'public-endpoint',
  },
  prod: {
    name: 'prod',
    protected: true,
    shards: 'on-demand',
    streamHours: 168,
    archiveDays: 730,
    modelDays: 365,
    logDays: 90,
    archiveWindowSeconds: 20,
    mapConcurrency: 100,
    continuous: true,
    requestsPerSecond: 2000,
    requestBurst: 4000,
    alarms: 'all',
    // Two of three zones answer on, also for the election of a manager; 16 GB a node for the joins.
    search: { instanceType: 'r6g.large.search', nodes: 3, zones: 3, volumeGb: 100, shards: 3, replicas: 1 },
    network: 'public-endpoint',
  },
} as const satisfies Readonly<Record<string, Stage>>;

/** The stage of a name. @throws UnknownStageError that lists the names there are */
export function stageNamed(name: unknown): Stage {
  const stage = Object.values<Stage>(STAGES).find((one) => one.name === name);
  if (stage === undefined) throw new UnknownStageError(name);
  return stage;
}
