import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { type BatchFunctions, each, step, workflow } from './workflow.ts';

/** together-fresh (docs/models.md): count what is new of the last hours, publish the rows. */
export function fresh(scope: Construct, stage: Stage, fns: BatchFunctions): StateMachine {
  const machine = new Construct(scope, 'together-fresh');
  const publish = each(machine, fns('batch/publish-model'), { of: '$.models', as: 'model', stage });
  const steps = step(machine, fns('batch/count-fresh')).next(publish);
  return workflow(machine, { stage, job: 'together-fresh', steps });
}
