import type { ExecutionRecord } from '../states/execution.ts';
import { type Machine, StatesServiceError } from '../states/machine.ts';
import type { World } from '../world.ts';
import type { Operation } from './operation.ts';

const seconds = (iso: string | undefined) => (iso === undefined ? undefined : Date.parse(iso) / 1000);

function summary({ executionArn, stateMachineArn, name, status, startDate, stopDate }: ExecutionRecord) {
  return {
    executionArn,
    stateMachineArn,
    name,
    status,
    startDate: seconds(startDate),
    stopDate: seconds(stopDate),
  };
}

function machine(world: World, arn: unknown): Machine {
  const found = world.machines.get(String(arn));
  if (found !== undefined) return found;
  throw new StatesServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}

/** The machine and the name of an execution, by its ARN. */
function execution(world: World, arn: unknown): [Machine, string] {
  const parts = String(arn).split(':');
  const name = parts.slice(7).join(':');
  const found = world.machines.get([...parts.slice(0, 5), 'stateMachine', parts[6]].join(':'));
  if (parts[5] === 'execution' && found !== undefined) return [found, name];
  throw new StatesServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}

/** A page of a list; the token is the place of its first element. */
function page<T>(all: readonly T[], { nextToken, maxResults }: Record<string, unknown>, most: number) {
  const from = Number(nextToken ?? 0);
  const size = Math.min(Number(maxResults) || most, most);
  const more = from + size < all.length;
  return { slice: all.slice(from, from + size), ...(more && { nextToken: String(from + size) }) };
}

/** The operations of Step Functions that run and watch executions. */
export function sfnOperations(world: World): Record<string, Operation> {
  return {
    StartExecution: ({ stateMachineArn, name, input }) => {
      const started = machine(world, stateMachineArn).start(
        (input as string) ?? '{}',
        name as string | undefined,
      );
      return { executionArn: started.record.executionArn, startDate: seconds(started.record.startDate) };
    },
    DescribeExecution: ({ executionArn }) => {
      const [of, name] = execution(world, executionArn);
      const record = of.describe(name);
      const { input, output, error, cause } = record;
      return {
        ...summary(record),
        input,
        output,
        error,
        cause,
        inputDetails: { included: true },
        outputDetails: { included: true },
      };
    },
    StopExecution: async ({ executionArn, error, cause }) => {
      const [of, name] = execution(world, executionArn);
      of.stopExecution(name, error as string | undefined, cause as string | undefined);
      return { stopDate: Date.now() / 1000 };
    },
    GetExecutionHistory: (input) => {
      const [of, name] = execution(world, input.executionArn);
      const events = [...of.history(name)];
      const { slice, nextToken } = page(input.reverseOrder === true ? events.reverse() : events, input, 1000);
      return { events: slice, nextToken };
    },
    ListExecutions: (input) => {
      const records = machine(world, input.stateMachineArn).list(input.statusFilter as string | undefined);
      const { slice, nextToken } = page(records, input, 1000);
      return { executions: slice.map(summary), nextToken };
    },
    DescribeStateMachine: ({ stateMachineArn }) => {
      const { spec } = machine(world, stateMachineArn);
      return {
        stateMachineArn: spec.arn,
        name: spec.name,
        status: 'ACTIVE',
        definition: JSON.stringify(spec.definition),
        type: 'STANDARD',
        roleArn: '',
        creationDate: 0,
      };
    },
    ListStateMachines: (input) => {
      const all = [...world.machines.values()].map(({ spec }) => ({
        stateMachineArn: spec.arn,
        name: spec.name,
        type: 'STANDARD',
        creationDate: 0,
      }));
      const { slice, nextToken } = page(all, input, 1000);
      return { stateMachines: slice, nextToken };
    },
  };
}
