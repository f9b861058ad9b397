import { randomUUID } from 'node:crypto';
import type { Json, JsonObject } from '../deploy/json.ts';
import type { FunctionError, Invoked } from '../lambda/errors.ts';
import type { Functions } from '../lambda/functions.ts';
import { LAMBDA_ARN, LAMBDA_INVOKE, START, type TaskSpec } from './definition.ts';
import type { Execution } from './execution.ts';
import { checkSize } from './size.ts';

type Handler = (input: Json) => Promise<Json>;

/** Starts an execution of another machine. */
export type StartMachine = (machineArn: string, input: Json, name: string | undefined) => Execution;

/** An error under the name that retriers and catchers know it by; the cause is what executions report. */
export class TaskError extends Error {
  constructor(name: string, cause: string) {
    super(cause);
    this.name = name;
  }
}

/** What each task of a definition does here, by state name. */
export function taskHandlers(
  tasks: readonly TaskSpec[],
  functions: Functions,
  start: StartMachine,
): Record<string, Handler> {
  const entries = tasks.map(
    ({ state, resource }) => [state, sized(state, handler(resource, functions, start))] as const,
  );
  return Object.fromEntries(entries);
}

function sized(state: string, inner: Handler): Handler {
  return async (input) => {
    checkSize(input, `input of ${state}`);
    const output = await inner(input);
    checkSize(output, `output of ${state}`);
    return output;
  };
}

function handler(resource: string, functions: Functions, start: StartMachine): Handler {
  if (LAMBDA_ARN.test(resource))
    return async (input) => JSON.parse(await invoke(functions, resource, JSON.stringify(input)));
  if (LAMBDA_INVOKE.test(resource)) return (input) => lambdaInvoke(input as JsonObject, functions);
  return (input) => startExecution(input as JsonObject, start, !START.test(resource));
}

async function lambdaInvoke(parameters: JsonObject, functions: Functions): Promise<Json> {
  const payload = JSON.stringify(parameters.Payload ?? {});
  const name = String(parameters.FunctionName);
  if (parameters.InvocationType === 'Event') {
    const requestId = await serviceErrors(async () => functions.invokeAsync(name, payload));
    return { StatusCode: 202, SdkResponseMetadata: { RequestId: requestId } };
  }
  const result = await invoke(functions, name, payload);
  return {
    ExecutedVersion: '$LATEST',
    Payload: JSON.parse(result),
    StatusCode: 200,
    SdkResponseMetadata: { RequestId: randomUUID() },
  };
}

/** The result of a function as JSON; its error under its own name, with the whole of it as the cause. */
async function invoke(functions: Functions, name: string, payload: string): Promise<string> {
  const invoked: Invoked = await serviceErrors(() => functions.invoke(name, payload));
  if (invoked.functionError === undefined) return invoked.payload;
  const error = JSON.parse(invoked.payload) as FunctionError;
  throw new TaskError(error.errorType, invoked.payload);
}

async function serviceErrors<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof Error ? new TaskError(`Lambda.${error.name}`, error.message) : error;
  }
}

async function startExecution(parameters: JsonObject, start: StartMachine, waits: boolean): Promise<Json> {
  const name = parameters.Name === undefined ? undefined : String(parameters.Name);
  const execution = serviceStart(() =>
    start(String(parameters.StateMachineArn), parameters.Input ?? {}, name),
  );
  if (!waits) return { ExecutionArn: execution.record.executionArn, StartDate: execution.record.startDate };
  const { status, output, error, cause, ...rest } = await execution.ended;
  if (status !== 'SUCCEEDED')
    throw new TaskError('States.TaskFailed', JSON.stringify({ status, error, cause, ...rest }));
  return {
    ExecutionArn: rest.executionArn,
    Name: rest.name,
    Output: JSON.parse(output ?? 'null'),
    StartDate: rest.startDate,
    Status: status,
  };
}

function serviceStart<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw error instanceof Error
      ? new TaskError(`StepFunctions.${error.name}Exception`, error.message)
      : error;
  }
}
