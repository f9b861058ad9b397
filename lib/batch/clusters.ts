import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { type BatchFunctions, each, step, workflow } from './workflow.ts';

/** clusters (docs/clusters.md): plan → prepare → learn. */
export function clusters(scope: Construct, stage: Stage, fns: BatchFunctions): StateMachine {
  const machine = new Construct(scope, 'clusters');
  const prepare = each(machine, fns('batch/prepare-events'), { of: '$.parts', as: 'part', stage });
  const steps = step(machine, fns('batch/plan-clusters'))
    .next(prepare)
    .next(step(machine, fns('batch/learn-clusters')));
  return workflow(machine, { stage, job: 'clusters', steps });
}
