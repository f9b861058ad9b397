import { SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Workflows } from '../../domain/ports.ts';
import { AdapterError, isNamed } from '../errors.ts';

const CONNECTION_MS = 1000;
const REQUEST_MS = 5000;
/** What StopExecution takes as a cause. */
const MAX_CAUSE = 32_768;

export class UnknownJobError extends AdapterError {
  constructor(job: string, known: readonly string[]) {
    super('unknown-job', `job ${job} has no state machine; those with one are ${known.join(', ') || 'none'}`);
  }
}

/** State machines by job name. The execution's name is the runId, so that a start can be retried. */
export function stepFunctionsWorkflows(
  machines: Readonly<Record<string, string>>,
  client = sfnClient(),
): Workflows {
  const arns = new Map(Object.entries(machines));
  return {
    async start(job, runId, input) {
      const stateMachineArn = arns.get(job);
      if (stateMachineArn === undefined) throw new UnknownJobError(job, [...arns.keys()]);
      const request = { stateMachineArn, name: runId, input: JSON.stringify(input) };
      try {
        const { executionArn } = await client.send(new StartExecutionCommand(request));
        return { executionArn: executionArn! };
      } catch (error) {
        if (!isNamed(error, 'ExecutionAlreadyExists')) throw error;
        return { executionArn: executionArnOf(stateMachineArn, runId) };
      }
    },
    async stop(executionArn, reason) {
      await client.send(new StopExecutionCommand({ executionArn, cause: reason.slice(0, MAX_CAUSE) }));
    },
  };
}

const executionArnOf = (stateMachineArn: string, name: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;

let made: SFNClient | undefined;
function sfnClient(): SFNClient {
  const times = { connectionTimeout: CONNECTION_MS, requestTimeout: REQUEST_MS, throwOnRequestTimeout: true };
  made ??= new SFNClient({ requestHandler: new NodeHttpHandler(times) });
  return made;
}
