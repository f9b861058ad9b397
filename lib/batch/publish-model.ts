import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { publishing } from './together.ts';
import { type BatchFunctions, workflow } from './workflow.ts';

/** publish-model: whoever made the model, the same gate and the same publication. */
export function publishModel(scope: Construct, stage: Stage, fns: BatchFunctions): StateMachine {
  const machine = new Construct(scope, 'publish-model-job');
  return workflow(machine, { stage, job: 'publish-model', steps: publishing(machine, stage, fns) });
}
