import { Stack } from 'aws-cdk-lib';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { JobName } from '../../contract/batch.ts';
import { acknowledgeWildcards } from '../acknowledge.ts';
import type { JangteoFunction } from '../jangteo-function.ts';
import { executionArns } from './workflow.ts';

/** Lets a function start the jobs' state machines and tells it their names; who controls may stop executions too. */
export function bindMachines(
  fn: JangteoFunction,
  machines: ReadonlyMap<JobName, StateMachine>,
  right: 'start' | 'control',
): void {
  for (const machine of machines.values()) {
    machine.grantStartExecution(fn);
    if (right === 'start') continue;
    machine.grantExecution(fn, 'states:StopExecution');
    acknowledgeWildcards(fn, [executionArns(machine).all], 'a run’s execution is named by its runId');
  }
  const byJob = [...machines].map(([job, machine]) => [job, machine.stateMachineArn] as const);
  fn.setEnvironment('stateMachines', Stack.of(fn).toJsonString(Object.fromEntries(byJob)));
}
