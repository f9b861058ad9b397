import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { type BatchFunctions, each, step, workflow } from './workflow.ts';

/** popularity (docs/popularity.md): count what is new, publish the snapshots. */
export function popularity(scope: Construct, stage: Stage, fns: BatchFunctions): StateMachine {
  const machine = new Construct(scope, 'popularity');
  const publish = each(machine, fns('batch/publish-model'), { of: '$.models', as: 'model', stage });
  const steps = step(machine, fns('batch/count-popularity')).next(publish);
  return workflow(machine, { stage, job: 'popularity', steps });
}
