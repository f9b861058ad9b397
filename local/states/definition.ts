import { isObject, type Json, type JsonObject } from '../deploy/json.ts';
import { LocalError, messageOf } from '../errors.ts';

/** A task of a state machine, and what it calls. */
export interface TaskSpec {
  readonly state: string;
  readonly resource: string;
}

/** Fields that the runner does not understand, and would pass over. */
const UNSUPPORTED = [
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'ToleratedFailurePercentage',
  'ToleratedFailurePercentagePath',
  'ToleratedFailureCount',
  'ToleratedFailureCountPath',
  'Arguments',
  'Output',
  'Assign',
  'Items',
  'HeartbeatSeconds',
  'HeartbeatSecondsPath',
  'Credentials',
];

/** The runner's own default is 60 s; that of Step Functions is no limit. A timer takes 24 days. */
const NO_LIMIT_SECONDS = 2_000_000;

export const LAMBDA_INVOKE = /^arn:aws[a-z-]*:states:::lambda:invoke$/;
export const LAMBDA_ARN = /^arn:aws[a-z-]*:lambda:/;
export const START_SYNC = /^arn:aws[a-z-]*:states:::states:startExecution\.sync(:2)?$/;
export const START = /^arn:aws[a-z-]*:states:::states:startExecution$/;
const RESOURCES = [LAMBDA_INVOKE, LAMBDA_ARN, START_SYNC, START];

/** Reads a definition, refuses what cannot run here, and makes explicit what the runner takes differently. */
export function prepareDefinition(
  source: string,
  where: string,
): { definition: JsonObject; tasks: TaskSpec[] } {
  const definition = parse(source, where);
  const tasks: TaskSpec[] = [];
  refuseJsonata(definition, where, 'the definition');
  visit(definition, where, tasks);
  return { definition, tasks };
}

function parse(source: string, where: string): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(source);
  } catch (error) {
    throw new LocalError('BadDefinition', `${where}: the definition is not JSON: ${messageOf(error)}`, error);
  }
  if (!isObject(value) || !isObject(value.States))
    throw new LocalError('BadDefinition', `${where}: the definition has no States`);
  return value;
}

const refuse = (where: string, state: string, what: string) =>
  new LocalError('UnsupportedState', `${where}, state ${state}: ${what}`);

function refuseJsonata(value: JsonObject, where: string, state: string): void {
  if (value.QueryLanguage !== undefined && value.QueryLanguage !== 'JSONPath') {
    throw refuse(
      where,
      state,
      `got QueryLanguage ${JSON.stringify(value.QueryLanguage)}, allowed is JSONPath`,
    );
  }
}

function visit(machine: JsonObject, where: string, tasks: TaskSpec[]): void {
  for (const [name, state] of Object.entries(machine.States as JsonObject)) {
    if (!isObject(state)) throw refuse(where, name, 'is not an object');
    refuseJsonata(state, where, name);
    const unsupported = UNSUPPORTED.find((field) => field in state);
    if (unsupported !== undefined) throw refuse(where, name, `${unsupported} is not supported here`);
    refuseContext(state, where, name);
    normalize(state);
    if (state.Type === 'Task') tasks.push(task(state, where, name));
    for (const inner of nested(state)) visit(inner, where, tasks);
  }
}

function nested(state: JsonObject): JsonObject[] {
  const branches = Array.isArray(state.Branches) ? state.Branches : [];
  return [state.ItemProcessor, state.Iterator, ...branches].filter(
    (one): one is JsonObject => isObject(one) && isObject(one.States),
  );
}

/** Explicit defaults that the runner would misread are left out. */
function normalize(state: JsonObject): void {
  if (state.ResultPath === '$') delete state.ResultPath;
  for (const path of ['InputPath', 'OutputPath', 'ItemsPath']) if (state[path] === '$') delete state[path];
  // a label names the child executions of a map on AWS; there are none here
  if (state.Type === 'Map') delete state.Label;
  if (Array.isArray(state.Catch))
    for (const one of state.Catch) if (isObject(one) && one.ResultPath === '$') delete one.ResultPath;
}

function task(state: JsonObject, where: string, name: string): TaskSpec {
  const resource = String(state.Resource);
  if (!RESOURCES.some((known) => known.test(resource))) {
    throw refuse(
      where,
      name,
      `got the resource ${resource}, allowed are functions, states:::lambda:invoke, states:::states:startExecution and .sync:2`,
    );
  }
  if (state.TimeoutSeconds === undefined && state.TimeoutSecondsPath === undefined)
    state.TimeoutSeconds = NO_LIMIT_SECONDS;
  return { state: name, resource };
}

/** The context object here knows the execution and the machine, and in ItemSelector the item. */
function refuseContext(state: JsonObject, where: string, name: string): void {
  const { ItemProcessor: _, Iterator: __, Branches: ___, ...own } = state;
  const found = JSON.stringify(own).match(/\$\$\.(?!Execution\.|StateMachine\.|Map\.Item\.)[A-Za-z.]*/);
  if (found !== null)
    throw refuse(
      where,
      name,
      `${found[0]} of the context object is not supported here; known are Execution, StateMachine and, in ItemSelector, Map.Item`,
    );
}
