import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalCloud, startLocal } from '../../../local/index.ts';
import { recorder, until, writeAssembly } from './fixture.ts';
import { app, bundles, data } from './shop.ts';

let cloud: LocalCloud;
let sfn: SFNClient;
let stateMachineArn: string;
const said = recorder();
beforeAll(async () => {
  cloud = await startLocal({
    assembly: writeAssembly({ App: app, Data: data }, bundles),
    port: 0,
    log: said.log,
  });
  sfn = new SFNClient({
    endpoint: cloud.endpoints.stepfunctions,
    region: cloud.region,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  stateMachineArn = cloud.resource('App', 'Machine').name;
});
afterAll(async () => {
  sfn.destroy();
  await cloud.stop();
});

const start = async (name: string, items: object[]) => {
  const input = JSON.stringify({ items });
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }));
  return executionArn as string;
};

const ended = async (executionArn: string) => {
  for (;;) {
    const run = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (run.status !== 'RUNNING') return run;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
};

const ends = () =>
  said
    .texts('ended')
    .filter((text) => text.startsWith('ended '))
    .map((text) => JSON.parse(text.slice(6)));

describe('a state machine', () => {
  it('maps over items, retries what fails once, and tells rules of its end', async () => {
    const run = await ended(await start('good', [{ n: 1 }, { n: 2, fail: 'once' }, { n: 3 }]));
    expect(run.status).toBe('SUCCEEDED');
    expect(JSON.parse(run.output ?? '').results).toEqual([{ doubled: 2 }, { doubled: 4 }, { doubled: 6 }]);
    expect(run.startDate).toBeInstanceOf(Date);
    await until(() => ends().length === 1, 'the rule’s function ran');
    expect(ends()).toEqual([{ status: 'SUCCEEDED', text: 'run good' }]);
    expect(cloud.instances('step').peak).toBeLessThanOrEqual(2);
  });

  it('catches an error by the function’s name for it and fails with the cause as Lambda tells it', async () => {
    const run = await ended(await start('bad', [{ n: 1, fail: 'always' }]));
    expect(run).toMatchObject({ status: 'FAILED', error: 'GaveUp' });
    expect(JSON.parse(run.cause ?? '')).toMatchObject({ errorType: 'Hopeless', errorMessage: 'never works' });
  });

  it('keeps the history in the words of Step Functions', async () => {
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:good`;
    const { events = [] } = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
    );
    expect(events[0]).toMatchObject({ id: 1, type: 'ExecutionStarted' });
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'MapStateEntered',
        'MapIterationStarted',
        'TaskStateEntered',
        'TaskFailed',
        'TaskStateExited',
      ]),
    );
    expect(events.at(-1)).toMatchObject({ type: 'ExecutionSucceeded' });
    expect(events.find(({ type }) => type === 'TaskFailed')?.taskFailedEventDetails?.error).toBe('Flaky');
  });

  it('takes a name once, lists what ran, and knows no others', async () => {
    await expect(start('good', [])).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    const { executions = [] } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: 'FAILED' }),
    );
    expect(executions.map(({ name }) => name)).toEqual(['bad']);
    const unknown = sfn.send(new StartExecutionCommand({ stateMachineArn: `${stateMachineArn}x` }));
    await expect(unknown).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    await expect(
      sfn.send(
        new DescribeExecutionCommand({
          executionArn: `${stateMachineArn.replace('stateMachine', 'execution')}:none`,
        }),
      ),
    ).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  });

  it('carries no more than 256 KB', async () => {
    await expect(start('too-large', [{ text: 'x'.repeat(300 * 1024) }])).rejects.toMatchObject({
      name: 'InvalidExecutionInput',
    });
    expect(await ended(await start('grows', [{ large: true }]))).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
    });
  });

  it('is stopped from outside', async () => {
    const executionArn = await start('long', [{ wait: 5_000 }]);
    await sfn.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'by hand' }));
    expect(await ended(executionArn)).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'by hand' });
    await until(() => ends().some(({ status }) => status === 'ABORTED'), 'the rule’s function ran');
  });
});
