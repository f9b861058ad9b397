import { describe, expect, it } from 'vitest';
import { resourcesOf, templatesOf } from './synth.ts';

const alarmsOf = (stage: string) =>
  resourcesOf(templatesOf(stage).app, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
const nameOf = (alarm: { AlarmDescription: string }) => alarm.AlarmDescription.split(' · ')[1];

describe('alarms', () => {
  it('each say how urgent they are, what they are called, the stage, what to do, and where it is written', () => {
    for (const alarm of alarmsOf('prod')) {
      const [severity, name, stage, meaning, runbook] = alarm.AlarmDescription.split(' · ');
      expect(['urgent', 'soon']).toContain(severity);
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(stage).toBe('stage prod');
      expect(meaning.length).toBeGreaterThan(20);
      expect(runbook).toBe(`docs/runbook.md#${name}`);
    }
  });

  it('watch the archive, the timelines, popularity, together, search, how pages are filled, the API, the runs and the failure queues', () => {
    expect(alarmsOf('prod').map(nameOf).sort()).toEqual([
      'actors-late',
      'api-errors',
      'archive-late',
      'events-unstamped',
      'failures-waiting',
      'fallback-high',
      'index-late',
      'popularity-late',
      'registry-degraded',
      'runs-failed',
      'runs-hung',
      'search-degraded',
      'sections-omitted',
      'targets-dead',
      'together-late',
    ]);
  });

  it('are only the urgent ones in dev, since each is paid for', () => {
    expect(alarmsOf('dev').map(nameOf).sort()).toEqual(['api-errors', 'archive-late']);
  });

  it('count every failure queue and every machine, failed and timed out', () => {
    const { app } = templatesOf('prod');
    const metricsOf = (name: string) =>
      alarmsOf('prod')
        .find((alarm) => nameOf(alarm) === name)
        ?.Metrics.filter((metric: { MetricStat?: unknown }) => metric.MetricStat !== undefined);
    expect(metricsOf('failures-waiting')).toHaveLength(resourcesOf(app, 'AWS::SQS::Queue').length);
    const machines = resourcesOf(app, 'AWS::StepFunctions::StateMachine').length;
    expect(metricsOf('runs-failed')).toHaveLength(machines);
    expect(metricsOf('runs-hung')).toHaveLength(machines);
  });

  it('go to a topic to which CloudWatch may publish', () => {
    const { app } = templatesOf('prod');
    const [[topic] = []] = resourcesOf(app, 'AWS::SNS::Topic');
    for (const alarm of alarmsOf('prod')) expect(alarm.AlarmActions).toEqual([{ Ref: topic }]);
    const [[, policy] = []] = resourcesOf(app, 'AWS::SNS::TopicPolicy');
    expect(policy?.Properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
      }),
    );
  });
});
