import { isObject, type Json } from '../deploy/json.ts';
import { compareWords } from './columns.ts';
import { badQuery, ShardError, unsupported } from './errors.ts';
import { dateOf, type Field, isNumber } from './fields.ts';
import type { Scope } from './query/matcher.ts';
import { checkKeys, listOf, oneOf, onlyEntry } from './query/read.ts';
import { shortest } from './single.ts';

/** A number or a word that hits are ordered by; null: a word that is missing. */
type Key = number | string | null;

/** One criterion of a sort. */
export interface Criterion {
  readonly byScore: boolean;
  readonly key: (slot: number, score: number) => Key;
  /** Below 0 when the first comes first. Missing ones come last in either direction. */
  readonly compare: (a: Key, b: Key) => number;
  /** A key as the answer shows it, and back again from `search_after`. */
  readonly show: (key: Key) => Json;
  readonly read: (value: Json) => Key;
}

/** What OpenSearch shows where a number is missing: the least or the greatest long. */
const LONG = 2 ** 63;
const ORDERS = ['asc', 'desc'] as const;
type Order = (typeof ORDERS)[number];

/** The criteria of a sort; by score where none is given. @throws SearchError */
export function criteriaOf(scope: Scope, sort: Json | undefined): Criterion[] {
  const given = listOf(sort);
  return given.length === 0 ? [byScore('desc')] : given.map((one) => criterionOf(scope, one));
}

function criterionOf(scope: Scope, given: Json): Criterion {
  const [name, options] = typeof given === 'string' ? [given, {}] : onlyEntry('sort', given);
  const long = isObject(options) ? options : { order: options };
  checkKeys(`sort on ${name}`, long, ['order', 'missing']);
  oneOf(`sort on ${name}, missing`, long.missing, ['_last'], '_last');
  const order = oneOf(`sort on ${name}, order`, long.order, ORDERS, name === '_score' ? 'desc' : 'asc');
  if (name === '_score') return byScore(order);
  if (name.startsWith('_')) throw unsupported(`a sort on [${name}]`);
  const field = scope.mapping.fields.get(name);
  if (field === undefined)
    throw new ShardError(400, 'query_shard_exception', `No mapping found for [${name}] in order to sort on`);
  return isNumber(field) ? byNumber(scope, field, order) : byWord(scope, field, order);
}

const byNumbers =
  (order: Order): Criterion['compare'] =>
  (a, b) => {
    if (a === b) return 0;
    return (a as number) < (b as number) === (order === 'asc') ? -1 : 1;
  };

function byScore(order: Order): Criterion {
  return {
    byScore: true,
    key: (_, score) => score,
    compare: byNumbers(order),
    show: (key) => shortest(key as number),
    read: (value) => Math.fround(numeric(value)),
  };
}

function byNumber({ documents }: Scope, field: Field, order: Order): Criterion {
  const column = documents.numbers.get(field.name);
  const last = order === 'asc' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const whole = field.type !== 'double' && field.type !== 'float';
  return {
    byScore: false,
    key: (slot) => {
      const value = column === undefined ? Number.NaN : column.at(slot);
      return Number.isNaN(value) ? last : value;
    },
    compare: byNumbers(order),
    show: (key) => (Number.isFinite(key) ? key : whole ? Math.sign(key as number) * LONG : String(key)),
    read: (value) => {
      const number = (field.type === 'date' ? dateOf(value) : undefined) ?? numeric(value);
      return whole && Math.abs(number) >= LONG ? Math.sign(number) * Number.POSITIVE_INFINITY : number;
    },
  };
}

function byWord({ documents }: Scope, field: Field, order: Order): Criterion {
  if (field.type !== 'keyword') throw unsupported(`a sort on the ${field.type} [${field.name}]`);
  const column = documents.keywords.get(field.name);
  const sign = order === 'asc' ? 1 : -1;
  return {
    byScore: false,
    key: (slot) => column?.extreme(slot, order === 'desc') ?? null,
    compare: (a, b) => {
      if (a === b) return 0;
      if (a === null || b === null) return a === null ? 1 : -1;
      return sign * compareWords(a as string, b as string);
    },
    show: (key) => key,
    read: (value) => (value === null ? null : String(value)),
  };
}

function numeric(value: Json): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number === 'number' && !Number.isNaN(number)) return number;
  throw badQuery(`Failed to parse search_after value [${JSON.stringify(value)}] as a number`);
}
