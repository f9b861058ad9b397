import type { SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { stepFunctionsWorkflows } from '../../../adapters/stepfunctions/workflows.ts';
import { fakeClient, sdkError } from './fake-client.ts';

const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:Together';
const EXECUTION = 'arn:aws:states:us-east-1:123456789012:execution:Together:run-1';

describe('workflows', () => {
  it('starts the job’s state machine under the name of the run', async () => {
    const { client, sent } = fakeClient<SFNClient>(() => ({ executionArn: EXECUTION }));
    const workflows = stepFunctionsWorkflows({ together: MACHINE }, client);
    expect(await workflows.start('together', 'run-1', { runId: 'run-1' })).toEqual({
      executionArn: EXECUTION,
    });
    expect(sent).toEqual([{ stateMachineArn: MACHINE, name: 'run-1', input: '{"runId":"run-1"}' }]);
  });

  it('answers the same execution when it was started before', async () => {
    const { client } = fakeClient<SFNClient>(() => Promise.reject(sdkError('ExecutionAlreadyExists')));
    const workflows = stepFunctionsWorkflows({ together: MACHINE }, client);
    expect(await workflows.start('together', 'run-1', {})).toEqual({ executionArn: EXECUTION });
  });

  it('hands other failures on, and names a job that it does not know', async () => {
    const { client } = fakeClient<SFNClient>(() => Promise.reject(sdkError('StateMachineDoesNotExist')));
    const workflows = stepFunctionsWorkflows({ together: MACHINE }, client);
    await expect(workflows.start('together', 'r', {})).rejects.toThrow('StateMachineDoesNotExist');
    await expect(workflows.start('__proto__', 'r', {})).rejects.toMatchObject({
      code: 'unknown-job',
      message: 'job __proto__ has no state machine; those with one are together',
    });
  });

  it('stops an execution with a reason that fits', async () => {
    const { client, sent } = fakeClient<SFNClient>(() => ({}));
    await stepFunctionsWorkflows({}, client).stop(EXECUTION, 'x'.repeat(40_000));
    expect(sent).toEqual([{ executionArn: EXECUTION, cause: 'x'.repeat(32_768) }]);
  });
});
