import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { type BatchFunctions, each, step, workflow } from './workflow.ts';

/** export-recommendations (docs/exports.md): who was active → their pages, a part at a time → the manifest. */
export function exportRecommendations(scope: Construct, stage: Stage, fns: BatchFunctions): StateMachine {
  const machine = new Construct(scope, 'export-recommendations');
  const prepare = each(machine, fns('batch/prepare-events'), { of: '$.parts', as: 'part', stage });
  const pages = each(machine, fns('provider/export-pages'), { of: '$.parts', as: 'part', stage });
  const steps = step(machine, fns('batch/plan-export'))
    .next(prepare)
    .next(step(machine, fns('batch/list-exported')))
    .next(pages)
    .next(step(machine, fns('batch/finish-export')));
  return workflow(machine, { stage, job: 'export-recommendations', steps });
}
