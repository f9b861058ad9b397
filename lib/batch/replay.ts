import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { type BatchFunctions, each, step, workflow } from './workflow.ts';

/** replay (docs/registry.md): the last day's requests → their pages, now and proposed, a part at a time → the report. */
export function replay(scope: Construct, stage: Stage, fns: BatchFunctions): StateMachine {
  const machine = new Construct(scope, 'replay');
  const pages = each(machine, fns('provider/replay-pages'), { of: '$.parts', as: 'part', stage });
  const steps = step(machine, fns('batch/plan-replay'))
    .next(pages)
    .next(step(machine, fns('batch/finish-replay')));
  return workflow(machine, { stage, job: 'replay', steps });
}
