import { randomUUID } from 'node:crypto';
import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { StateMachine } from 'aws-local-stepfunctions';
import type { Json, JsonObject } from '../deploy/json.ts';
import { LocalError, messageOf } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { Execution, type ExecutionRecord } from './execution.ts';
import type { HistoryEvent } from './history.ts';
import { ExecutionStore } from './store.ts';

/** An error of the Step Functions service. */
export class StatesServiceError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export interface MachineSpec {
  readonly name: string;
  readonly arn: string;
  readonly label: string;
  readonly definition: JsonObject;
  readonly handlers: Record<string, (input: Json) => Promise<Json>>;
  /** Folder for the records of executions. */
  readonly directory: string | undefined;
}

/** Histories are kept for so many of the last executions. */
const HISTORIES = 50;

/** A state machine and its executions. */
export class Machine {
  readonly spec: MachineSpec;
  private readonly store: ExecutionStore;
  private readonly running = new Map<string, Execution>();
  private readonly histories = new Map<string, readonly HistoryEvent[]>();
  private stopping = false;
  private readonly changed: (record: ExecutionRecord) => void;

  /** `changed` is called when an execution starts and when it ends. */
  constructor(spec: MachineSpec, changed: (record: ExecutionRecord) => void) {
    this.spec = spec;
    this.changed = changed;
    this.store = new ExecutionStore(spec.directory);
  }

  /** Refuses a definition that the runner finds wrong. */
  static validate(definition: JsonObject, where: string): void {
    try {
      new StateMachine(definition as unknown as StateMachineDefinition, {
        validationOptions: { checkArn: false },
      });
    } catch (error) {
      throw new LocalError('BadDefinition', `${where}: ${messageOf(error)}`, error);
    }
  }

  start(input: string, name: string = randomUUID()): Execution {
    const known = this.store.get(name);
    if (known !== undefined) {
      throw new StatesServiceError(
        'ExecutionAlreadyExists',
        `Execution Already Exists: '${known.executionArn}'`,
      );
    }
    checkInput(input, name);
    const record: ExecutionRecord = {
      executionArn: `${this.spec.arn.replace(':stateMachine:', ':execution:')}:${name}`,
      stateMachineArn: this.spec.arn,
      name,
      status: 'RUNNING',
      startDate: new Date().toISOString(),
      input,
    };
    const execution = new Execution(
      record,
      this.spec.definition as unknown as StateMachineDefinition,
      this.spec.name,
      this.spec.handlers,
    );
    this.running.set(name, execution);
    this.tell(record);
    execution.ended.then((ended) => this.finish(execution, ended));
    return execution;
  }

  private finish(execution: Execution, record: ExecutionRecord): void {
    this.running.delete(record.name);
    this.histories.set(record.name, execution.history.all());
    for (const name of this.histories.keys()) {
      if (this.histories.size <= HISTORIES) break;
      this.histories.delete(name);
    }
    this.tell(record);
  }

  private tell(record: ExecutionRecord): void {
    if (this.stopping) return;
    this.store.save(record);
    this.changed(record);
  }

  /** Executions that a process before this one left running are over: says so to whoever waits for their end. */
  abortLeftovers(): void {
    for (const record of this.store.all()) {
      if (record.status !== 'RUNNING' || this.running.has(record.name)) continue;
      const cause = 'the process that ran this execution ended before it did';
      this.tell({
        ...record,
        status: 'ABORTED',
        stopDate: new Date().toISOString(),
        error: 'Local.ProcessEnded',
        cause,
      });
    }
  }

  describe(name: string): ExecutionRecord {
    const record = this.running.get(name)?.record ?? this.store.get(name);
    if (record === undefined)
      throw new StatesServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${name}'`);
    return record;
  }

  history(name: string): readonly HistoryEvent[] {
    this.describe(name);
    return this.running.get(name)?.history.all() ?? this.histories.get(name) ?? [];
  }

  /** Newest first. */
  list(status: string | undefined): ExecutionRecord[] {
    const all = this.store.all().reverse();
    return status === undefined ? all : all.filter((record) => record.status === status);
  }

  stopExecution(name: string, error?: string, cause?: string): void {
    this.describe(name);
    this.running.get(name)?.stop(error, cause);
  }

  /** Aborts what runs. Nobody is told now: those who wait are, at the next start, if state is kept. */
  async stop(): Promise<void> {
    this.stopping = true;
    const all = [...this.running.values()];
    for (const execution of all) execution.stop('Local.Stopped', 'the laptop was stopped');
    await Promise.all(all.map((execution) => execution.ended));
  }
}

function checkInput(input: string, name: string): void {
  const size = Buffer.byteLength(input);
  if (size > LIMITS.states.payload) {
    throw new StatesServiceError(
      'InvalidExecutionInput',
      `the input has ${size} bytes, allowed are ${LIMITS.states.payload}`,
    );
  }
  try {
    JSON.parse(input);
  } catch (error) {
    throw new StatesServiceError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: '${messageOf(error)}'`,
    );
  }
  if (!/^[^\s\p{Cc}<>{}[\]?*"#%\\^|~`$&,;:/]{1,80}$/u.test(name)) {
    throw new StatesServiceError('InvalidName', `Invalid Name: '${name}'`);
  }
}
