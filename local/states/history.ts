import { LIMITS } from '../limits.ts';
import type { ExecutionRecord } from './execution.ts';

/** An event as the runner logs it. */
export interface LoggedEvent {
  type: string;
  timestamp: number;
  index?: number;
  state?: { name: string; type: string; input: unknown; output?: unknown };
  parentState?: { name: string };
  Error?: string;
  Cause?: unknown;
}

/** An event as GetExecutionHistory answers it; the time in seconds since 1970. */
export type HistoryEvent = { id: number; previousEventId: number; timestamp: number; type: string } & Record<
  string,
  unknown
>;

type Told = [type: string, details: Record<string, unknown>] | undefined;

/** What happened in an execution, in the words of Step Functions; the first events only, of one that is very long. */
export class History {
  private readonly events: HistoryEvent[] = [];

  all(): readonly HistoryEvent[] {
    return this.events;
  }

  add(event: LoggedEvent): void {
    const told = tell(event);
    if (told !== undefined && this.events.length < LIMITS.states.history) this.push(event.timestamp, told);
  }

  /** The last event follows from the record, so that both agree. */
  end({ status, stopDate, output, error, cause }: ExecutionRecord): void {
    const [type, key] = ENDS[status] ?? ['ExecutionFailed', 'executionFailedEventDetails'];
    const details = status === 'SUCCEEDED' ? { output } : { error, cause };
    this.push(Date.parse(stopDate ?? ''), [type, { [key]: details }]);
  }

  private push(timestamp: number, [type, details]: NonNullable<Told>): void {
    const id = this.events.length + 1;
    this.events.push({ id, previousEventId: id - 1, timestamp: timestamp / 1000, type, ...details });
  }
}

const ENDS: Record<string, [string, string]> = {
  SUCCEEDED: ['ExecutionSucceeded', 'executionSucceededEventDetails'],
  FAILED: ['ExecutionFailed', 'executionFailedEventDetails'],
  TIMED_OUT: ['ExecutionTimedOut', 'executionTimedOutEventDetails'],
  ABORTED: ['ExecutionAborted', 'executionAbortedEventDetails'],
};

function tell(event: LoggedEvent): Told {
  const { state, parentState, index } = event;
  switch (event.type) {
    case 'ExecutionStarted':
      return [
        'ExecutionStarted',
        { executionStartedEventDetails: { input: JSON.stringify((event as { input?: unknown }).input) } },
      ];
    case 'StateEntered':
      return [
        `${state?.type}StateEntered`,
        { stateEnteredEventDetails: { name: state?.name, input: told(event, state?.input) } },
      ];
    case 'StateExited':
      return [
        `${state?.type}StateExited`,
        { stateExitedEventDetails: { name: state?.name, output: told(event, state?.output) } },
      ];
    case 'StateFailed':
      return failed(event);
    case 'StateRetried':
      return [
        'TaskScheduled',
        {
          taskScheduledEventDetails: {
            resourceType: 'retry',
            resource: state?.name,
            region: '',
            parameters: '{}',
          },
        },
      ];
    case 'MapIterationStarted':
    case 'MapIterationSucceeded':
    case 'MapIterationFailed':
      return [
        event.type,
        {
          [`${event.type[0]?.toLowerCase()}${event.type.slice(1)}EventDetails`]: {
            name: parentState?.name,
            index,
          },
        },
      ];
    default:
      return undefined;
  }
}

/** Inside a map, which may have thousands of items, data is cut short. */
function told({ index }: LoggedEvent, value: unknown): string | undefined {
  const text = JSON.stringify(value);
  return index === undefined ? text : text?.slice(0, 1_000);
}

function failed({ state, Error: error, Cause }: LoggedEvent): Told {
  const cause = typeof Cause === 'string' ? Cause : JSON.stringify(Cause);
  if (state?.type !== 'Task') return [`${state?.type}StateFailed`, {}];
  return [
    'TaskFailed',
    { taskFailedEventDetails: { resourceType: 'lambda', resource: state.name, error, cause } },
  ];
}
