/**
 * Payloads between the steps of the state machines. A state holds 256 KB at most, so it carries names and
 * numbers only; lists of files and results lie under runPrefix(runId) in the artefact bucket.
 */
export interface RunInput<Parameters = Readonly<Record<string, unknown>>> {
  readonly runId: string;
  readonly job: string;
  readonly parameters: Parameters;
}

/**
 * A Map's items: `parts` numbered from 0. Part n reads its work list `…/{step}/{n}.json` under the run's prefix.
 * State machine inputs: Map over $.parts with ItemSelector {runId, job, parameters, part}.
 */
export interface PartInput<Parameters = Readonly<Record<string, unknown>>> extends RunInput<Parameters> {
  readonly part: number;
}

/** What planning steps answer: the run's input plus the parts of the Map that follows. */
export interface Planned extends RunInput {
  readonly parts: readonly number[];
}

/** Together: plan-together (Planned) → Map prepare-events → assemble-together (Planned) → Map count-together
 *  → gate-models (ModelsPlanned) → Map publish-model over $.models. */
export interface ModelRef {
  readonly name: string;
  readonly version: string;
}
export interface ModelsPlanned extends RunInput {
  readonly models: readonly ModelRef[];
}
export interface PublishInput extends RunInput {
  readonly model: ModelRef;
}
/** publish-model job: gate-models with parameters {name, version, force?} → Map publish-model over $.models. */
/** popularity job: count-popularity (ModelsPlanned) → Map publish-model over $.models. */
/** together-fresh job: count-fresh (ModelsPlanned) → Map publish-model over $.models. */
/** clusters job: plan-clusters (Planned) → Map prepare-events → learn-clusters. */
/** repurchase job: plan-repurchase (Planned) → Map prepare-events → learn-repurchase. */
/** reindex job: plan-reindex (ReindexPlanned) → Map reindex-items → finish-reindex. */
export interface ReindexPlanned extends Planned {
  /** The index that is being filled. */
  readonly index: string;
}
/** export-recommendations job: plan-export (Planned) → Map prepare-events → list-exported (Planned) → Map export-pages
 *  → finish-export. */
/** replay job: plan-replay (Planned) → Map replay-pages (the provider's) → finish-replay. */
/** rebuild-actors job: plan-rebuild (Planned) → Map scatter-actors → Map gather-actors over $.partitions. */
export interface RebuildPlanned extends Planned {
  readonly partitions: readonly number[];
}
export interface PartitionInput extends RunInput {
  readonly partition: number;
}

/** Map children answer nothing: what they made lies in S3. */
export type Nothing = Record<string, never>;

/** EventBridge's input to end-run. */
export interface ExecutionEnded {
  readonly detail: {
    readonly executionArn: string;
    readonly stateMachineArn: string;
    readonly name: string;
    readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
    readonly error?: string | null;
    readonly cause?: string | null;
    readonly startDate: number;
    readonly stopDate: number;
  };
}

/** Jobs and the state machine each has. The execution's name is the runId. */
export const JOBS = [
  'together',
  'together-fresh',
  'publish-model',
  'rebuild-actors',
  'popularity',
  'clusters',
  'repurchase',
  'reindex',
  'export-recommendations',
  'replay',
] as const;
export type JobName = (typeof JOBS)[number];

/**
 * When a job's execution is ended as hung; its lease must last a little longer. Every step at its longest:
 * together: 2 × (plan 5 + assemble 15 + gate 15) + ten waves of (prepare 5 + count 15) + publish 3 × 15 = 5¼ h;
 * publish-model: 2 × gate 15 + publish 3 × 15 = 1¼ h; popularity: count and publish as a rule in seconds, 2 × 15 + 15 at most;
 * together-fresh: 2 × count 5 + publish 3 × 15 at most, as a rule in seconds;
 * clusters and repurchase: 2 × plan 5 + ten waves of prepare 5 + 2 × learn 15 = 1½ h; reindex: 2 × plan 5 + ten waves of 15 + 2 × finish 15 = 3¼ h; rebuild-actors: 2 × plan 5 + ten waves of 5 + 15 = 3½ h;
 * export-recommendations: 2 × plan 5 + ten waves of prepare 5 + 2 × list 15 + ten waves of 15 + 2 × finish 5 = 4¼ h;
 * replay: 2 × plan 15 + 10 waves of 15 (5,000 requests, 50 a part, are ten parts at a time) + 2 × finish 5 = 3¼ h, as a rule a minute.
 */
export const JOB_TIMEOUT_MINUTES: Readonly<Record<JobName, number>> = {
  together: 330,
  'together-fresh': 60,
  'publish-model': 90,
  'rebuild-actors': 240,
  popularity: 60,
  clusters: 120,
  repurchase: 120,
  reindex: 240,
  'export-recommendations': 280,
  replay: 210,
};

/** Scheduled: start-due starts a run of the job when there is something for it to do. */
export interface DueInput {
  readonly job: JobName;
  /** Of together: whether the stage runs it without pause. */
  readonly continuous?: boolean | undefined;
}
