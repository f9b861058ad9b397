import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { type BatchFunctions, each, step, workflow } from './workflow.ts';

/** rebuild-actors: every timeline again from the archive, scattered by actor and gathered. */
export function rebuildActors(scope: Construct, stage: Stage, fns: BatchFunctions): StateMachine {
  const machine = new Construct(scope, 'rebuild-actors');
  const steps = step(machine, fns('batch/plan-rebuild'))
    .next(each(machine, fns('batch/scatter-actors'), { of: '$.parts', as: 'part', stage }))
    .next(each(machine, fns('batch/gather-actors'), { of: '$.partitions', as: 'partition', stage }));
  return workflow(machine, { stage, job: 'rebuild-actors', steps });
}
