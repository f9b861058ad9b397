import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  DefinitionBody,
  DistributedMap,
  type IChainable,
  JsonPath,
  LogLevel,
  type RetryProps,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { JOB_TIMEOUT_MINUTES, type JobName } from '../../contract/batch.ts';
import type { FunctionName } from '../../contract/functions.ts';
import { acknowledge, acknowledgeWildcards } from '../acknowledge.ts';
import type { JangteoFunction } from '../jangteo-function.ts';
import type { Stage } from '../stages.ts';
import { PART_RETRY, SERVICE_RETRY, STEP_RETRY } from './retries.ts';

/** The batch layer's functions by name, and the provider's that makes pages for a run; machines may share one. */
export type BatchFunctions = (
  name: Extract<FunctionName, `batch/${string}`> | 'provider/export-pages' | 'provider/replay-pages',
) => JangteoFunction;

/** A step that is one Lambda: its result is the state that follows. */
export const step = (scope: Construct, fn: JangteoFunction): LambdaInvoke =>
  invocation(scope, fn, STEP_RETRY);

/** What every Lambda of a Map is given of the run. */
const RUN = {
  'runId.$': '$.runId',
  'job.$': '$.job',
  'parameters.$': '$.parameters',
};

export interface EachProps {
  /** The list in the state: `$.parts`. */
  readonly of: string;
  /** The field under which the Lambda finds its element: `part`. */
  readonly as: string;
  readonly stage: Stage;
}

/**
 * A Distributed Map of one Lambda over a list in the state. The children answer nothing and the state goes on
 * as it was; one part that fails for good fails the run.
 */
export function each(scope: Construct, fn: JangteoFunction, { of, as, stage }: EachProps): DistributedMap {
  const map = new DistributedMap(scope, `every ${as}: ${fn.node.id}`, {
    itemsPath: of,
    itemSelector: { ...RUN, [`${as}.$`]: '$$.Map.Item.Value' },
    // EXPRESS children end after five minutes; parts may take fifteen.
    mapExecutionType: StateMachineType.STANDARD,
    maxConcurrency: stage.mapConcurrency,
    resultPath: JsonPath.DISCARD,
  });
  return map.itemProcessor(invocation(scope, fn, PART_RETRY));
}

function invocation(scope: Construct, fn: JangteoFunction, retry: RetryProps): LambdaInvoke {
  const task = new LambdaInvoke(scope, fn.node.id, {
    lambdaFunction: fn.lambda,
    outputPath: '$.Payload',
    retryOnServiceExceptions: false,
  });
  acknowledgeWildcards(
    scope,
    [`${fn.lambda.functionArn}:*`],
    'the right to invoke a function covers its versions',
  );
  task.addRetry(SERVICE_RETRY);
  task.addRetry(retry);
  return task;
}

export interface WorkflowProps {
  readonly stage: Stage;
  readonly job: JobName;
  readonly steps: IChainable;
}

/** A job's state machine, logged without the data that flows through it. */
export function workflow(scope: Construct, { stage, job, steps }: WorkflowProps): StateMachine {
  const machine = new StateMachine(scope, 'Machine', {
    definitionBody: DefinitionBody.fromChainable(steps),
    timeout: Duration.minutes(JOB_TIMEOUT_MINUTES[job]),
    logs: { destination: logGroup(scope, stage), level: LogLevel.ALL, includeExecutionData: false },
  });
  acknowledge(machine, {
    'AwsSolutions-SF2':
      'a run says its steps, times and errors itself (GET /v1/runs); X-Ray would cost by the trace and say it again',
  });
  const { all, ofMaps } = executionArns(machine);
  acknowledgeWildcards(
    machine,
    ['*'],
    'the delivery of a state machine’s log can be allowed for all logs only',
  );
  acknowledgeWildcards(
    machine,
    [all, ofMaps],
    'a Distributed Map runs its children as executions named at run time',
  );
  return machine;
}

/** Executions of a machine, and those of its Distributed Maps: their names are made at run time. */
export function executionArns(machine: StateMachine): { readonly all: string; readonly ofMaps: string } {
  const stack = Stack.of(machine);
  const arn = (suffix: string) =>
    stack.formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${stack.splitArn(machine.stateMachineArn, ArnFormat.COLON_RESOURCE_NAME).resourceName}${suffix}`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  return { all: arn(':*'), ofMaps: arn('/*:*') };
}

function logGroup(scope: Construct, stage: Stage): LogGroup {
  return new LogGroup(scope, 'Logs', {
    retention: stage.logDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
