import type { IChainable, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { type BatchFunctions, each, step, workflow } from './workflow.ts';

/** together (design §6): plan → prepare → assemble → count → gate → publish. */
export function together(scope: Construct, stage: Stage, fns: BatchFunctions): StateMachine {
  const machine = new Construct(scope, 'together');
  const part = { of: '$.parts', as: 'part', stage };
  const steps = step(machine, fns('batch/plan-together'))
    .next(each(machine, fns('batch/prepare-events'), part))
    .next(step(machine, fns('batch/assemble-together')))
    .next(each(machine, fns('batch/count-together'), part))
    .next(publishing(machine, stage, fns));
  return workflow(machine, { stage, job: 'together', steps });
}

/** The gate, and the publication of what it lets through. */
export function publishing(machine: Construct, stage: Stage, fns: BatchFunctions): IChainable {
  const gate = step(machine, fns('batch/gate-models'));
  return gate.next(each(machine, fns('batch/publish-model'), { of: '$.models', as: 'model', stage }));
}
