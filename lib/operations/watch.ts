import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IMetric, MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { JangteoFunction } from '../jangteo-function.ts';
import { ALARM_PERIOD, type AlarmSpec } from './alarms.ts';

const MINUTE_MS = 60_000;
const SUM = { period: ALARM_PERIOD, statistic: Stats.SUM };
const WORST = { period: ALARM_PERIOD, statistic: Stats.MAXIMUM };

export interface Watched {
  readonly recordActors: JangteoFunction;
  readonly archiveEvents: JangteoFunction;
  readonly api: HttpApi;
  readonly machines: readonly StateMachine[];
  readonly failures: readonly Queue[];
}

/** What is watched. CloudWatch bills every metric that an alarm names: 0.10 USD a month. */
export function alarmsOf(watched: Watched): readonly AlarmSpec[] {
  return [...streamAlarms(watched), ...serviceAlarms(watched)];
}

function streamAlarms({ archiveEvents, recordActors }: Watched): AlarmSpec[] {
  return [
    {
      name: 'archive-late',
      severity: 'urgent',
      meaning:
        'events wait unarchived and are lost when the stream lets go of them; read the log of archive-events',
      metric: archiveEvents.lambda.metric('IteratorAge', WORST),
      above: 60 * MINUTE_MS,
      periods: 1,
    },
    {
      name: 'actors-late',
      severity: 'soon',
      meaning: 'recommendations do not see what people just did; read the log of record-actors',
      metric: recordActors.lambda.metric('IteratorAge', WORST),
      above: 5 * MINUTE_MS,
      periods: 2,
    },
  ];
}

function serviceAlarms({ api, machines, failures }: Watched): AlarmSpec[] {
  return [
    {
      name: 'api-errors',
      severity: 'urgent',
      meaning: 'the HTTP API answers 5xx; the access log names the routes, the functions’ logs the reason',
      metric: api.metricServerError(SUM),
      above: 5,
      periods: 1,
    },
    {
      name: 'runs-failed',
      severity: 'soon',
      meaning: 'a batch run failed or hung; GET /v1/runs says in words why, the last good model still serves',
      metric: together(machines.flatMap((one) => [one.metricFailed(SUM), one.metricTimedOut(SUM)])),
      above: 0,
      periods: 1,
    },
    {
      name: 'failures-waiting',
      severity: 'soon',
      meaning: 'a failure queue holds what could not be handled; read its messages, mend the cause, rebuild',
      metric: together(failures.map((queue) => queue.metricApproximateNumberOfMessagesVisible(WORST))),
      above: 0,
      periods: 1,
    },
  ];
}

function together(metrics: readonly IMetric[]): IMetric {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  return new MathExpression({ expression: 'SUM(METRICS())', usingMetrics, period: ALARM_PERIOD });
}
