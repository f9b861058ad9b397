import {
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Clock, RunRecord, RunStepRecord, RunStore } from '../../domain/ports.ts';
import { AdapterError, isNamed } from '../errors.ts';
import { dynamoClient } from './client.ts';
import { getRow } from './conditional.ts';
import { json, number, parseJson, queryRows, type Row, type Table, text } from './rows.ts';
import { fieldUpdate } from './run-fields.ts';

/** Runs are looked back on for a quarter of a year. */
const KEPT_SECONDS = 90 * 86_400;

export class UnknownRunError extends AdapterError {
  constructor(runId: string) {
    super('unknown-run', `run ${runId} is not recorded`);
  }
}

/** Runs, their steps (rows of their own, so that parallel workers never overwrite each other) and leases. */
export function dynamoRuns(
  name: string,
  {
    client = dynamoClient(),
    clock = Date.now,
  }: { readonly client?: DynamoDBClient; readonly clock?: Clock } = {},
): RunStore {
  const table = { client, name };
  // DynamoDB removes expired rows within days, dynalite never: they are gone when their time is up.
  const current = (row: Row) => Number(row.expiresAt!.N) * 1000 > clock();
  return {
    start: (run, leaseUntil, now) => start(table, run, leaseUntil, now),
    update: (runId, change) => update(table, runId, change),
    putStep: (step) => put(table, stepKey(step), { step: json(step) }, step.startedAt),
    end: (runId, change) => end(table, runId, change),
    read: (runId) => read(table, runId, current),
    list: async (job, limit) => (await list(table, job, limit)).filter(current).map(fieldUpdate.record),
  };
}

/** A runId is `{job}-{time}-{random}` (domain/runs): the job is what is left without the last two parts. */
export const jobOfRun = (runId: string): string => runId.split('-').slice(0, -2).join('-');

/** Steps in the order they began; parts of one step by number. */
export function compareSteps(a: RunStepRecord, b: RunStepRecord): number {
  if (a.step === b.step) return (a.part ?? 0) - (b.part ?? 0);
  return a.startedAt < b.startedAt ? -1 : 1;
}

const jobPk = (job: string) => text(`job#${job}`);
const leaseKey = (job: string): Row => ({ pk: jobPk(job), sk: text('lease') });
const runKey = (runId: string): Row => ({ pk: jobPk(jobOfRun(runId)), sk: text(`run#${runId}`) });
/** Not under `run#`: the list of runs must not read every step of every run. */
const stepPrefix = (runId: string) => `step#${runId}#`;
const stepKey = ({ runId, step, part }: RunStepRecord): Row => ({
  pk: jobPk(jobOfRun(runId)),
  sk: text(`${stepPrefix(runId)}${step}#${part === undefined ? '' : String(part).padStart(6, '0')}`),
});

async function start(
  table: Table,
  run: RunRecord,
  leaseUntil: number,
  now: number,
): Promise<{ runId: string; started: boolean }> {
  const lapsed = await takeLease(table, run, leaseUntil, now);
  if (lapsed === 'held') {
    const holder = (await getRow(table, leaseKey(run.job)))?.runId?.S;
    // Given back between the two calls: try again.
    return holder === undefined ? start(table, run, leaseUntil, now) : { runId: holder, started: false };
  }
  if (lapsed !== undefined && lapsed !== run.runId) await finish(table, lapsed, lapsedAt(now));
  const key = runKey(run.runId);
  if (!(await getRow(table, key))) await put(table, key, fieldUpdate.row(run), run.startedAt);
  return { runId: run.runId, started: true };
}

const lapsedAt = (now: number) => ({
  state: 'timed-out' as const,
  endedAt: new Date(now).toISOString(),
  error: 'the run did not end before its lease ran out',
});

/** 'held' by another run; else taken, answering the runId whose lease had run out, if any. */
async function takeLease(table: Table, run: RunRecord, until: number, now: number) {
  const command = new PutItemCommand({
    TableName: table.name,
    Item: { ...leaseKey(run.job), runId: text(run.runId), until: number(until) },
    ConditionExpression: 'attribute_not_exists(pk) OR #until < :now OR runId = :runId',
    ExpressionAttributeNames: { '#until': 'until' },
    ExpressionAttributeValues: { ':now': number(now), ':runId': text(run.runId) },
    ReturnValues: 'ALL_OLD',
  });
  return orIfRefused(async () => (await table.client.send(command)).Attributes?.runId?.S, 'held' as const);
}

async function put(table: Table, key: Row, attributes: Row, startedAt: string): Promise<void> {
  const expiresAt = number(Math.floor(Date.parse(startedAt) / 1000) + KEPT_SECONDS);
  const row = { ...key, ...attributes, expiresAt };
  await table.client.send(new PutItemCommand({ TableName: table.name, Item: row }));
}

/** A run that ended keeps its state, whatever comes late; the other fields are taken. */
async function update(
  table: Table,
  runId: string,
  change: Partial<Omit<RunRecord, 'runId' | 'job'>>,
): Promise<void> {
  const { state, ...rest } = change;
  if (state !== undefined && (await set(table, runId, change, 'attribute_not_exists(endedAt)'))) return;
  if (!(await set(table, runId, rest, 'attribute_exists(pk)'))) throw new UnknownRunError(runId);
}

/** False when the condition refuses. */
async function set(table: Table, runId: string, change: Partial<RunRecord>, condition: string) {
  const command = new UpdateItemCommand({
    TableName: table.name,
    Key: runKey(runId),
    ...fieldUpdate.expression(change),
    ConditionExpression: `attribute_exists(pk) AND ${condition}`,
  });
  return orIfRefused(async () => {
    await table.client.send(command);
    return true;
  }, false as const);
}

async function end(table: Table, runId: string, change: Parameters<RunStore['end']>[1]): Promise<void> {
  await finish(table, runId, change);
  const command = new DeleteItemCommand({
    TableName: table.name,
    Key: leaseKey(jobOfRun(runId)),
    ConditionExpression: 'runId = :runId',
    ExpressionAttributeValues: { ':runId': text(runId) },
  });
  await orIfRefused(() => table.client.send(command), undefined);
}

const finish = (table: Table, runId: string, change: Parameters<RunStore['end']>[1]) =>
  set(table, runId, change, 'attribute_not_exists(endedAt)');

async function read(table: Table, runId: string, current: (row: Row) => boolean) {
  const row = await getRow(table, runKey(runId));
  if (!row || !current(row)) return undefined;
  const rows = await queryRows(table, {
    KeyConditionExpression: 'pk = :job AND begins_with(sk, :step)',
    ExpressionAttributeValues: { ':job': row.pk!, ':step': text(stepPrefix(runId)) },
    ConsistentRead: true,
  });
  const steps = rows.map(({ step }) => parseJson<RunStepRecord>(step)!);
  return { run: fieldUpdate.record(row), steps: steps.sort(compareSteps) };
}

function list(table: Table, job: string, limit: number): Promise<Row[]> {
  const query = {
    KeyConditionExpression: 'pk = :job AND begins_with(sk, :run)',
    ExpressionAttributeValues: { ':job': jobPk(job), ':run': text('run#') },
    ScanIndexForward: false,
    ConsistentRead: true,
    Limit: limit,
  };
  return queryRows(table, query, limit);
}

async function orIfRefused<T, U>(call: () => Promise<T>, refused: U): Promise<T | U> {
  try {
    return await call();
  } catch (error) {
    if (isNamed(error, 'ConditionalCheckFailedException')) return refused;
    throw error;
  }
}
