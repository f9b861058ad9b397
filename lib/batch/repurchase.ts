import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { type BatchFunctions, each, step, workflow } from './workflow.ts';

/** repurchase (docs/post-processing.md): plan → prepare → learn. */
export function repurchase(scope: Construct, stage: Stage, fns: BatchFunctions): StateMachine {
  const machine = new Construct(scope, 'repurchase');
  const prepare = each(machine, fns('batch/prepare-events'), { of: '$.parts', as: 'part', stage });
  const steps = step(machine, fns('batch/plan-repurchase'))
    .next(prepare)
    .next(step(machine, fns('batch/learn-repurchase')));
  return workflow(machine, { stage, job: 'repurchase', steps });
}
