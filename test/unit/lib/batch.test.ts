import { describe, expect, it } from 'vitest';
import { JOB_TIMEOUT_MINUTES, JOBS, type JobName } from '../../../contract/batch.ts';
import type { FunctionName } from '../../../contract/functions.ts';
import { functionOf, resourcesOf, templatesOf } from './synth.ts';

const { app } = templatesOf('dev');

interface State {
  Type: string;
  Next?: string;
  End?: boolean;
  Resource?: string;
  OutputPath?: string;
  ItemsPath?: string;
  ItemSelector?: Record<string, string>;
  ItemProcessor?: Machine & { ProcessorConfig: unknown };
  ResultPath?: unknown;
  MaxConcurrency?: number;
  Parameters?: Record<string, string>;
  Retry?: { ErrorEquals: string[]; MaxAttempts: number }[];
}
interface Machine {
  StartAt: string;
  States: Record<string, State>;
  TimeoutSeconds?: number;
}

/** A job's definition, with references written as `${LogicalId}`. */
const definitionOf = (job: JobName): Machine => {
  const [, machine] = machineOf(job);
  const parts = machine.Properties.DefinitionString['Fn::Join'][1] as (string | Record<string, unknown>)[];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : nameOf(part))).join(''));
};
const nameOf = (reference: Record<string, unknown>) => {
  const target = reference.Ref ?? (reference['Fn::GetAtt'] as string[])[0];
  return target === 'AWS::Partition' ? 'aws' : target;
};
const machineOf = (job: JobName) => {
  const prefix = `batch${job.replaceAll('-', '')}`;
  const found = resourcesOf(app, 'AWS::StepFunctions::StateMachine').find(([id]) => id.startsWith(prefix));
  if (found === undefined) throw new Error(`no machine of ${job}`);
  return found;
};

/** States from the start on, as `step` or `list → step`. */
function path({ StartAt, States }: Machine): string[] {
  const steps: string[] = [];
  for (let name: string | undefined = StartAt; name !== undefined; name = States[name]?.Next) {
    const state: State | undefined = States[name];
    steps.push(state?.Type === 'Map' ? `${state.ItemsPath} → ${state.ItemProcessor?.StartAt}` : name);
  }
  return steps;
}

const tasksOf = (machine: Machine): [string, State][] =>
  Object.entries(machine.States).flatMap(([name, state]) =>
    state.ItemProcessor ? tasksOf(state.ItemProcessor) : [[name, state] as [string, State]],
  );
const mapsOf = (machine: Machine) => Object.values(machine.States).filter(({ Type }) => Type === 'Map');

describe('the state machines', () => {
  it('go through the steps of their jobs', () => {
    expect(path(definitionOf('together'))).toEqual([
      'plan-together',
      '$.parts → prepare-events',
      'assemble-together',
      '$.parts → count-together',
      'gate-models',
      '$.models → publish-model',
    ]);
    expect(path(definitionOf('together-fresh'))).toEqual(['count-fresh', '$.models → publish-model']);
    expect(path(definitionOf('publish-model'))).toEqual(['gate-models', '$.models → publish-model']);
    expect(path(definitionOf('rebuild-actors'))).toEqual([
      'plan-rebuild',
      '$.parts → scatter-actors',
      '$.partitions → gather-actors',
    ]);
    expect(path(definitionOf('export-recommendations'))).toEqual([
      'plan-export',
      '$.parts → prepare-events',
      'list-exported',
      '$.parts → export-pages',
      'finish-export',
    ]);
    expect(path(definitionOf('clusters'))).toEqual([
      'plan-clusters',
      '$.parts → prepare-events',
      'learn-clusters',
    ]);
    expect(path(definitionOf('repurchase'))).toEqual([
      'plan-repurchase',
      '$.parts → prepare-events',
      'learn-repurchase',
    ]);
    expect(path(definitionOf('replay'))).toEqual(['plan-replay', '$.parts → replay-pages', 'finish-replay']);
    expect(path(definitionOf('reindex'))).toEqual([
      'plan-reindex',
      '$.parts → reindex-items',
      'finish-reindex',
    ]);
  });
});

const MAKING_PAGES = ['export-pages', 'replay-pages'];
/** Pages are made by the provider's functions; every other step is batch's own. */
const functionIn = (step: string) =>
  (MAKING_PAGES.includes(step) ? `provider/${step}` : `batch/${step}`) as FunctionName;

describe.each(JOBS)('%s', (job) => {
  const machine = definitionOf(job);

  it('calls in each step the function of that name, with the state, and takes its answer for the state', () => {
    for (const [name, task] of tasksOf(machine)) {
      expect(task).toMatchObject({
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: functionOf(app, functionIn(name)).id, 'Payload.$': '$' },
        OutputPath: '$.Payload',
      });
    }
  });

  it('hands each child the run and its element, and keeps none of the answers', () => {
    for (const map of mapsOf(machine)) {
      const element = { '$.parts': 'part.$', '$.models': 'model.$', '$.partitions': 'partition.$' }[
        map.ItemsPath ?? ''
      ];
      expect(map.ItemSelector).toEqual({
        'runId.$': '$.runId',
        'job.$': '$.job',
        'parameters.$': '$.parameters',
        [element as string]: '$$.Map.Item.Value',
      });
      expect(map.ItemProcessor?.ProcessorConfig).toEqual({ Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' });
      expect(map.ResultPath).toBeNull();
      expect(map.MaxConcurrency).toBe(10);
    }
  });

  it('fails when one part fails for good', () => {
    for (const map of mapsOf(machine)) expect(JSON.stringify(map)).not.toContain('ToleratedFailure');
  });

  it('retries Lambda itself six times, a step once, a part twice', () => {
    const parts = new Set(mapsOf(machine).map((map) => map.ItemProcessor?.StartAt));
    for (const [name, { Retry }] of tasksOf(machine)) {
      expect(Retry).toEqual([
        expect.objectContaining({ MaxAttempts: 6, MaxDelaySeconds: 60, JitterStrategy: 'FULL' }),
        expect.objectContaining({ ErrorEquals: ['States.TaskFailed'], MaxAttempts: parts.has(name) ? 2 : 1 }),
      ]);
      expect(Retry?.[0]?.ErrorEquals).toContain('Lambda.TooManyRequestsException');
    }
  });

  it('ends as hung after the time that its lease is made for', () => {
    expect(machine.TimeoutSeconds).toBe(JOB_TIMEOUT_MINUTES[job] * 60);
  });

  it('is logged without the data', () => {
    expect(machineOf(job)[1].Properties.LoggingConfiguration).toMatchObject({
      Level: 'ALL',
      IncludeExecutionData: false,
    });
  });

  it('is known to the function that starts it', () => {
    const variables = functionOf(app, 'provider/admin').Properties.Environment.Variables;
    expect(JSON.stringify(variables.JANGTEO_STATE_MACHINES)).toContain(`\\"${job}\\":\\"`);
    expect(JSON.stringify(variables.JANGTEO_STATE_MACHINES)).toContain(`{"Ref":"${machineOf(job)[0]}"}`);
  });
});

describe('the end of a run', () => {
  const [[, rule] = []] = resourcesOf(app, 'AWS::Events::Rule');
  const failures = resourcesOf(app, 'AWS::SQS::Queue').find(([id]) => id.includes('runend'))?.[0];

  it('is heard of however it ends, for every job and no other machine', () => {
    expect(rule?.Properties.EventPattern).toEqual({
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
        stateMachineArn: JOBS.map((job) => ({ Ref: machineOf(job)[0] })),
      },
    });
  });

  it('is not lost when it cannot be delivered, or the function fails on it', () => {
    const queue = { 'Fn::GetAtt': [failures, 'Arn'] };
    expect(rule?.Properties.Targets).toEqual([
      expect.objectContaining({
        Arn: { 'Fn::GetAtt': [functionOf(app, 'batch/end-run').id, 'Arn'] },
        DeadLetterConfig: { Arn: queue },
      }),
    ]);
    app.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: functionOf(app, 'batch/end-run').id },
      DestinationConfig: { OnFailure: { Destination: queue } },
      MaximumRetryAttempts: 2,
    });
  });
});

describe('the schedules', () => {
  const inputsOf = (stage: string) =>
    resourcesOf(templatesOf(stage).app, 'AWS::Events::Rule')
      .filter(([, { Properties }]) => Properties.ScheduleExpression !== undefined)
      .map(([, { Properties }]) => [Properties.ScheduleExpression, JSON.parse(Properties.Targets[0].Input)]);

  it('ask every minute for popularity and together, fresh or not, and every night for clusters and repurchase', () => {
    expect(inputsOf('dev')).toEqual([
      ['rate(1 minute)', { job: 'popularity' }],
      ['rate(1 minute)', { job: 'together-fresh' }],
      ['rate(1 minute)', { job: 'together', continuous: false }],
      ['cron(20 3 * * ? *)', { job: 'clusters' }],
      ['cron(20 4 * * ? *)', { job: 'repurchase' }],
    ]);
  });

  it.each(['staging', 'prod'])('run together without pause in %s', (stage) => {
    expect(inputsOf(stage)).toContainEqual(['rate(1 minute)', { job: 'together', continuous: true }]);
  });
});
