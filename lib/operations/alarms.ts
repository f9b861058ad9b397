import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { pascal } from '../naming.ts';
import type { Stage } from '../stages.ts';

/** urgent: data is being lost or shoppers see errors. soon: in working hours. */
export type Severity = 'urgent' | 'soon';

export interface AlarmSpec {
  /** Also the anchor of its section in the runbook. */
  readonly name: string;
  readonly severity: Severity;
  /** What it means, and what to do first: it stands in the alarm's mail. */
  readonly meaning: string;
  readonly metric: IMetric;
  readonly above: number;
  /** Periods of the metric in a row that must be above. */
  readonly periods: number;
}

export const RUNBOOK = 'docs/runbook.md';
export const ALARM_PERIOD = Duration.minutes(5);

export interface AlarmsProps {
  readonly stage: Stage;
  readonly alarms: readonly AlarmSpec[];
}

/** The stage's alarms, and the topic that operators subscribe to. */
export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { stage, alarms }: AlarmsProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    // A policy of one's own replaces the default one, by which CloudWatch may publish.
    this.topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com'));
    const action = new SnsAction(this.topic);
    const wanted = alarms.filter(({ severity }) => stage.alarms === 'all' || severity === 'urgent');
    for (const spec of wanted) this.alarm(spec, stage).addAlarmAction(action);
  }

  private alarm(spec: AlarmSpec, stage: Stage): Alarm {
    return new Alarm(this, pascal(spec.name), {
      alarmDescription: `${spec.severity} · ${spec.name} · stage ${stage.name} · ${spec.meaning} · ${RUNBOOK}#${spec.name}`,
      metric: spec.metric,
      threshold: spec.above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: spec.periods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
