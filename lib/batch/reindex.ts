import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { type BatchFunctions, each, step, workflow } from './workflow.ts';

/** reindex (docs/search.md): a next index, every part of the items table into it, then the alias. */
export function reindex(scope: Construct, stage: Stage, fns: BatchFunctions): StateMachine {
  const machine = new Construct(scope, 'reindex');
  const fill = each(machine, fns('batch/reindex-items'), { of: '$.parts', as: 'part', stage });
  const steps = step(machine, fns('batch/plan-reindex'))
    .next(fill)
    .next(step(machine, fns('batch/finish-reindex')));
  return workflow(machine, { stage, job: 'reindex', steps });
}
