import {
  ExecutionAbortedError,
  ExecutionTimeoutError,
  StateMachine,
  type StateMachineDefinition,
} from 'aws-local-stepfunctions';
import type { Json } from '../deploy/json.ts';
import { History, type LoggedEvent } from './history.ts';
import { checkSize, DataLimitExceeded } from './size.ts';

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** An execution as DescribeExecution tells it; dates as ISO 8601, input and output as JSON. */
export interface ExecutionRecord {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: Status;
  readonly startDate: string;
  readonly stopDate?: string;
  readonly input: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

type Handlers = Record<string, (input: Json) => Promise<Json>>;
type End = Pick<ExecutionRecord, 'status' | 'output' | 'error' | 'cause'>;

/** One run of a state machine. `ended` gives its last record, and never rejects. */
export class Execution {
  record: ExecutionRecord;
  readonly history = new History();
  readonly ended: Promise<ExecutionRecord>;
  private stopWith: End | undefined;
  private abort: () => void = () => {};

  constructor(
    record: ExecutionRecord,
    definition: StateMachineDefinition,
    machineName: string,
    handlers: Handlers,
  ) {
    this.record = record;
    this.ended = this.run(definition, machineName, handlers).then((end) => {
      const { status, ...rest } = end;
      const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
      this.record = { ...this.record, ...given, status, stopDate: new Date().toISOString() };
      this.history.end(this.record);
      return this.record;
    });
  }

  /** Ends it as ABORTED; functions that run finish, but nothing follows them. */
  stop(error?: string, cause?: string): void {
    if (this.record.status !== 'RUNNING') return;
    this.stopWith ??= {
      status: 'ABORTED',
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    };
    this.abort();
  }

  private async run(
    definition: StateMachineDefinition,
    machineName: string,
    handlers: Handlers,
  ): Promise<End> {
    const { record } = this;
    const machine = new StateMachine(definition, { validationOptions: { noValidate: true } });
    const context = {
      Execution: {
        Id: record.executionArn,
        Name: record.name,
        Input: JSON.parse(record.input),
        StartTime: record.startDate,
        RoleArn: '',
      },
      StateMachine: { Id: record.stateMachineArn, Name: machineName },
    };
    const running = machine.run(JSON.parse(record.input), {
      overrides: { taskResourceLocalHandlers: handlers },
      context,
    });
    this.abort = running.abort;
    const told = this.follow(running.eventLogs as AsyncGenerator<LoggedEvent>);
    try {
      const output = await running.result;
      await told;
      checkSize(output, 'output of the execution');
      return this.stopWith ?? { status: 'SUCCEEDED', output: JSON.stringify(output) };
    } catch (error) {
      await told;
      return this.stopWith ?? failure(error);
    }
  }

  /** Keeps the history, and ends the execution when a state's output grew too large. */
  private async follow(events: AsyncGenerator<LoggedEvent>): Promise<void> {
    for await (const event of events) {
      this.history.add(event);
      try {
        if (event.type === 'StateExited') checkSize(event.state?.output, `output of ${event.state?.name}`);
      } catch (error) {
        this.stopWith ??= failure(error);
        this.abort();
      }
    }
  }
}

function failure(error: unknown): End {
  if (error instanceof ExecutionTimeoutError) return { status: 'TIMED_OUT', error: 'States.Timeout' };
  if (error instanceof ExecutionAbortedError) return { status: 'ABORTED' };
  if (error instanceof DataLimitExceeded)
    return { status: 'FAILED', error: error.name, cause: error.message };
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(inner instanceof Error)) return { status: 'FAILED', error: 'States.Runtime', cause: String(inner) };
  const name = inner.name === 'Error' || inner.name === 'TypeError' ? 'States.Runtime' : inner.name;
  return { status: 'FAILED', error: name, cause: inner.message };
}
