import type { RunRecord } from '../../domain/ports.ts';
import { json, parseJson, type Row } from './rows.ts';

/** A run's fields, each in an attribute of its own as JSON: updates of different fields never meet. */
export const fieldUpdate = { row, record, expression };

const FIELDS = [
  'runId',
  'job',
  'state',
  'parameters',
  'startedAt',
  'endedAt',
  'executionArn',
  'error',
] as const satisfies readonly (keyof RunRecord)[];

function given(run: Partial<RunRecord>) {
  return FIELDS.filter((field) => run[field] !== undefined);
}

/** The attributes of a run. */
function row(run: Partial<RunRecord>): Row {
  return Object.fromEntries(given(run).map((field) => [field, json(run[field])]));
}

/** The run of a row. */
function record(stored: Row): RunRecord {
  const fields = FIELDS.filter((field) => stored[field] !== undefined);
  return Object.fromEntries(fields.map((field) => [field, parseJson(stored[field])])) as unknown as RunRecord;
}

/** The update expression that sets the given fields; nothing for none. */
function expression(change: Partial<RunRecord>) {
  const fields = given(change);
  if (fields.length === 0) return {};
  return {
    UpdateExpression: `SET ${fields.map((field) => `#${field} = :${field}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(fields.map((field) => [`#${field}`, field])),
    ExpressionAttributeValues: Object.fromEntries(fields.map((field) => [`:${field}`, json(change[field])])),
  };
}
