import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DueInput } from '../../contract/batch.ts';
import type { JangteoFunction } from '../jangteo-function.ts';
import { failureQueue } from '../operations/failure-queue.ts';
import type { Stage } from '../stages.ts';

/** What one minute misses the next makes good, so nothing is worth trying again. */
const MAX_AGE = Duration.minutes(1);

const EVERY_MINUTE = Schedule.rate(Duration.minutes(1));
/** Once a day, in UTC: interests of weeks change no faster. */
const NIGHTLY = { hour: '3', minute: '20' };
/** An hour after: what both read is prepared by then. */
const LATER_AT_NIGHT = { hour: '4', minute: '20' };

export interface SchedulesProps {
  readonly stage: Stage;
  readonly startDue: JangteoFunction;
}

/** Asks start-due regularly whether a job has something to do. An idle minute is one small Lambda. */
export class Schedules extends Construct {
  readonly failures: Queue;

  constructor(scope: Construct, id: string, { stage, startDue }: SchedulesProps) {
    super(scope, id);
    this.failures = failureQueue(this, 'Failures');
    startDue.lambda.configureAsyncInvoke({
      onFailure: new SqsDestination(this.failures),
      retryAttempts: 0,
      maxEventAge: MAX_AGE,
    });
    const target = (due: DueInput) =>
      new LambdaFunction(startDue.lambda, {
        event: RuleTargetInput.fromObject(due),
        deadLetterQueue: this.failures,
        maxEventAge: MAX_AGE,
        retryAttempts: 0,
      });
    new Rule(this, 'Popularity', {
      description: 'is there something for the popularity job to count',
      schedule: EVERY_MINUTE,
      targets: [target({ job: 'popularity' })],
    });
    new Rule(this, 'Fresh', {
      description: 'was something viewed that together-fresh has not counted',
      schedule: EVERY_MINUTE,
      targets: [target({ job: 'together-fresh' })],
    });
    new Rule(this, 'Together', {
      description: 'is it time for the next together run of the continuous mode',
      schedule: EVERY_MINUTE,
      targets: [target({ job: 'together', continuous: stage.continuous })],
    });
    new Rule(this, 'Clusters', {
      description: 'learn the clusters of the last weeks again',
      schedule: Schedule.cron(NIGHTLY),
      targets: [target({ job: 'clusters' })],
    });
    new Rule(this, 'Repurchase', {
      description: 'learn again what people buy again',
      schedule: Schedule.cron(LATER_AT_NIGHT),
      targets: [target({ job: 'repurchase' })],
    });
  }
}
