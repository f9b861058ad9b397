import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { JOBS, type JobName } from '../../contract/batch.ts';
import type { FunctionFactory } from '../functions.ts';
import type { Stage } from '../stages.ts';
import { clusters } from './clusters.ts';
import { exportRecommendations } from './export-recommendations.ts';
import { fresh } from './fresh.ts';
import { popularity } from './popularity.ts';
import { publishModel } from './publish-model.ts';
import { rebuildActors } from './rebuild-actors.ts';
import { reindex } from './reindex.ts';
import { replay } from './replay.ts';
import { repurchase } from './repurchase.ts';
import { bindMachines } from './run-control.ts';
import { RunEnd } from './run-end.ts';
import { Schedules } from './schedules.ts';
import { together } from './together.ts';
import type { BatchFunctions } from './workflow.ts';

const MACHINES: Readonly<
  Record<JobName, (scope: Construct, stage: Stage, fns: BatchFunctions) => StateMachine>
> = {
  together,
  'together-fresh': fresh,
  'publish-model': publishModel,
  'rebuild-actors': rebuildActors,
  popularity,
  clusters,
  repurchase,
  reindex,
  'export-recommendations': exportRecommendations,
  replay,
};

export interface BatchProps {
  readonly stage: Stage;
  readonly functions: FunctionFactory;
}

/** The batch layer: a state machine for each job, and the function that ends their runs. */
export class Batch extends Construct {
  readonly machines: ReadonlyMap<JobName, StateMachine>;
  readonly failures: readonly Queue[];

  constructor(scope: Construct, id: string, { stage, functions }: BatchProps) {
    super(scope, id);
    const fns: BatchFunctions = (name) => functions.get(this, name);
    this.machines = new Map(JOBS.map((job) => [job, MACHINES[job](this, stage, fns)]));
    const runEnd = new RunEnd(this, 'run-end', {
      machines: [...this.machines.values()],
      endRun: fns('batch/end-run'),
    });
    const startDue = fns('batch/start-due');
    bindMachines(startDue, this.machines, 'start');
    const schedules = new Schedules(this, 'schedules', { stage, startDue });
    this.failures = [runEnd.failures, schedules.failures];
  }
}
