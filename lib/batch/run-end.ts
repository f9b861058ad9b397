import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { ExecutionEnded } from '../../contract/batch.ts';
import type { JangteoFunction } from '../jangteo-function.ts';
import { failureQueue } from '../operations/failure-queue.ts';

const TERMINAL: readonly ExecutionEnded['detail']['status'][] = [
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'ABORTED',
];
/** A run whose end is not recorded keeps its lease; after six hours the lease has run out by itself. */
const MAX_AGE = Duration.hours(6);
/** Lambda's own limit, with a minute and two between. */
const ATTEMPTS = 2;

export interface RunEndProps {
  readonly machines: readonly StateMachine[];
  readonly endRun: JangteoFunction;
}

/** However an execution ends, by itself, by a time-out or by hand, end-run hears of it. */
export class RunEnd extends Construct {
  readonly failures: Queue;

  constructor(scope: Construct, id: string, { machines, endRun }: RunEndProps) {
    super(scope, id);
    this.failures = failureQueue(this, 'Failures');
    // Two ways to get lost, one queue: EventBridge cannot deliver, or the function fails on it.
    endRun.lambda.configureAsyncInvoke({
      onFailure: new SqsDestination(this.failures),
      retryAttempts: ATTEMPTS,
      maxEventAge: MAX_AGE,
    });
    new Rule(this, 'Rule', {
      description: 'a batch run ended',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { status: TERMINAL, stateMachineArn: machines.map((machine) => machine.stateMachineArn) },
      },
      targets: [new LambdaFunction(endRun.lambda, { deadLetterQueue: this.failures, maxEventAge: MAX_AGE })],
    });
  }
}
