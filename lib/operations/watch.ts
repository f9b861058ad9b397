import type { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { METRICS, METRICS_NAMESPACE } from '../../contract/metrics.ts';
import type { JangteoFunction } from '../jangteo-function.ts';
import type { Stage } from '../stages.ts';
import { ALARM_PERIOD, type AlarmSpec } from './alarms.ts';

const MINUTE_MS = 60_000;
const SUM = { period: ALARM_PERIOD, statistic: Stats.SUM };
const WORST = { period: ALARM_PERIOD, statistic: Stats.MAXIMUM };

export interface Watched {
  readonly recordActors: JangteoFunction;
  readonly archiveEvents: JangteoFunction;
  /** Undefined with `search: none`. */
  readonly indexItems: JangteoFunction | undefined;
  readonly stage: Stage;
  readonly api: HttpApi;
  readonly machines: readonly StateMachine[];
  readonly failures: readonly Queue[];
}

/** What is watched. CloudWatch bills every metric that an alarm names: 0.10 USD a month. */
export function alarmsOf(watched: Watched): readonly AlarmSpec[] {
  return [
    ...streamAlarms(watched),
    ...popularityAlarms(watched),
    ...togetherAlarms(watched),
    ...searchAlarms(watched),
    ...fillAlarms(watched),
    ...serviceAlarms(watched),
  ];
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

/** A metric that our functions write (functions/runtime/metrics.ts). */
const ours = (stage: Stage, metricName: string, how: { period: Duration; statistic: string }): Metric =>
  new Metric({
    namespace: METRICS_NAMESPACE,
    metricName,
    dimensionsMap: { service: 'jangteo', stage: stage.name },
    ...how,
  });

function popularityAlarms({ stage }: Watched): AlarmSpec[] {
  return [
    {
      name: 'popularity-late',
      severity: 'soon',
      meaning: 'what is popular is told late; GET /v1/runs?job=popularity says what the job does',
      metric: ours(stage, METRICS.popularityLag, WORST),
      above: 300,
      periods: 2,
    },
    {
      name: 'events-unstamped',
      severity: 'soon',
      meaning:
        'events were archived without their actor’s clusters and count for everybody alone; read the log of archive-events',
      metric: ours(stage, METRICS.unstampedEvents, SUM),
      above: 0,
      periods: 3,
    },
  ];
}

function togetherAlarms({ stage }: Watched): AlarmSpec[] {
  return [
    {
      name: 'together-late',
      severity: 'soon',
      meaning:
        'what is viewed and bought together is an hour behind the archive; GET /v1/runs?job=together says what the job does',
      metric: ours(stage, METRICS.togetherAge, WORST),
      above: 3600,
      periods: 3,
    },
  ];
}

function searchAlarms({ stage, indexItems }: Watched): AlarmSpec[] {
  if (!indexItems) return [];
  return [
    {
      name: 'search-degraded',
      severity: 'soon',
      meaning:
        'sections are filled from snapshots, for searches fail or are slow; look at the domain’s health',
      metric: ours(stage, METRICS.snapshotSections, SUM),
      above: 100,
      periods: 2,
    },
    {
      name: 'index-late',
      severity: 'soon',
      meaning:
        'searches do not see what sellers just changed, though nothing withdrawn is shown; read the log of index-items',
      metric: indexItems.lambda.metric('IteratorAge', WORST),
      above: 15 * MINUTE_MS,
      periods: 1,
    },
  ];
}

/** Per cent of one of our counts in another, while the other is large enough to say anything. */
function shareOf(stage: Stage, part: string, whole: string): IMetric {
  return new MathExpression({
    expression: `IF(whole > ${LEAST_COUNTED}, 100 * part / whole, 0)`,
    usingMetrics: { part: ours(stage, part, SUM), whole: ours(stage, whole, SUM) },
    period: ALARM_PERIOD,
  });
}
const LEAST_COUNTED = 1000;

function fillAlarms({ stage }: Watched): AlarmSpec[] {
  return [
    {
      name: 'fallback-high',
      severity: 'soon',
      meaning:
        'most of what known viewers are shown is the fallback of its section; the metric SectionFallback says which section, its provider’s models why',
      metric: shareOf(stage, METRICS.fallbackItems, METRICS.servedItems),
      above: 60,
      periods: 3,
    },
    {
      name: 'sections-omitted',
      severity: 'soon',
      meaning:
        'most sections of known viewers’ pages are left out for want of items; the metric SectionOmitted says which',
      metric: shareOf(stage, METRICS.omittedSections, METRICS.askedSections),
      above: 70,
      periods: 3,
    },
    {
      name: 'registry-degraded',
      severity: 'soon',
      meaning:
        'pages are made by documents that are not what the registry says; GET /v1/registry tells under problems what is wrong',
      metric: ours(stage, METRICS.registrySections, SUM),
      above: 100,
      periods: 2,
    },
    {
      name: 'targets-dead',
      severity: 'soon',
      meaning:
        'most items of the together rows cannot be bought any more; look whether together still runs, with targets: live',
      metric: shareOf(stage, METRICS.deadTargets, METRICS.servedTargets),
      above: 50,
      periods: 3,
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
      meaning: 'a batch run failed; GET /v1/runs says in words why, the last good model still serves',
      metric: together(machines.map((one) => one.metricFailed(SUM))),
      above: 0,
      periods: 1,
    },
    // An alarm of its own: CloudWatch takes ten metrics in one expression.
    {
      name: 'runs-hung',
      severity: 'soon',
      meaning:
        'a batch run was ended as hung; GET /v1/runs says at which step, the last good model still serves',
      metric: together(machines.map((one) => one.metricTimedOut(SUM))),
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
