import type { Json } from '../../deploy/json.ts';
import { compareWords } from '../columns.ts';
import { badQuery, ShardError, unsupported } from '../errors.ts';
import { dateOf, type Field, isNumber } from '../fields.ts';
import { constant, type Matcher, type Scope } from './matcher.ts';
import { checkKeys, objectAt, onlyEntry } from './read.ts';

/** Where a field is not mapped, nothing matches. */
const NOTHING = constant(() => false, 0);
const FEW = 1;

/** `term`: in a place that scores OpenSearch counts how rare the word is, which is not here. */
export function term(scope: Scope, body: Json, scored: boolean): Matcher {
  const [name, given] = onlyEntry('term', body);
  const value = isValue(given) ? given : shortForm('term', given);
  const field = scope.mapping.fields.get(name);
  if (field === undefined) return NOTHING;
  if (scored && !isNumber(field))
    throw unsupported('[term] where it scores: put it into filter or constant_score');
  return oneOfValues(scope, field, [value]);
}

export function terms(scope: Scope, body: Json): Matcher {
  const [name, values] = onlyEntry('terms', body);
  if (!Array.isArray(values)) throw badQuery('[terms] query requires a list of values');
  const field = scope.mapping.fields.get(name);
  return field === undefined ? NOTHING : oneOfValues(scope, field, values);
}

function oneOfValues({ documents }: Scope, field: Field, values: readonly Json[]): Matcher {
  if (isNumber(field)) {
    const wanted = new Set(values.map((value) => bound(field, value)));
    const column = documents.numbers.get(field.name)?.values;
    return column === undefined ? NOTHING : constant((slot) => wanted.has(column[slot] as number), FEW);
  }
  const column = documents.keywords.get(field.name);
  const words = values.map((value) => wordOf(field, value));
  return column === undefined ? NOTHING : constant(column.oneOf(words), FEW);
}

type Bounds = Readonly<Record<'gt' | 'gte' | 'lt' | 'lte', Json | undefined>>;

export function range(scope: Scope, body: Json): Matcher {
  const [name, given] = onlyEntry('range', body);
  const bounds = objectAt('range', given);
  checkKeys('range', bounds, ['gt', 'gte', 'lt', 'lte']);
  const field = scope.mapping.fields.get(name);
  if (field === undefined) return NOTHING;
  return isNumber(field)
    ? numberRange(scope, field, bounds as Bounds)
    : wordRange(scope, field, bounds as Bounds);
}

function numberRange({ documents }: Scope, field: Field, { gt, gte, lt, lte }: Bounds): Matcher {
  const of = (value: Json | undefined, open: number) =>
    value === undefined || value === null ? open : bound(field, value);
  const [above, from] = [of(gt, Number.NEGATIVE_INFINITY), of(gte, Number.NEGATIVE_INFINITY)];
  const [below, to] = [of(lt, Number.POSITIVE_INFINITY), of(lte, Number.POSITIVE_INFINITY)];
  const column = documents.numbers.get(field.name)?.values;
  if (column === undefined) return NOTHING;
  // Where there is no value it is NaN, for which none of these holds.
  return constant((slot) => {
    const value = column[slot] as number;
    return value >= from && value <= to && value > above && value < below;
  }, FEW);
}

function wordRange({ documents }: Scope, field: Field, { gt, gte, lt, lte }: Bounds): Matcher {
  const column = documents.keywords.get(field.name);
  if (column === undefined) return NOTHING;
  const holds = (value: Json | undefined, test: (order: number) => boolean) => {
    if (value === undefined || value === null) return () => true;
    const other = wordOf(field, value);
    return (word: string) => test(compareWords(word, other));
  };
  const all = [
    holds(gt, (order) => order > 0),
    holds(gte, (order) => order >= 0),
    holds(lt, (order) => order < 0),
    holds(lte, (order) => order <= 0),
  ];
  return constant(
    column.some((word) => all.every((test) => test(word))),
    FEW,
  );
}

export function exists({ mapping, documents }: Scope, body: Json): Matcher {
  const query = objectAt('exists', body);
  checkKeys('exists', query, ['field']);
  const name = String(query.field);
  if (mapping.objects.has(name)) throw unsupported(`[exists] for the object [${name}]`);
  const numbers = documents.numbers.get(name);
  if (numbers !== undefined) return constant((slot) => !Number.isNaN(numbers.at(slot)), FEW);
  const keywords = documents.keywords.get(name);
  return keywords === undefined ? NOTHING : constant((slot) => keywords.has(slot), FEW);
}

export function ids({ documents }: Scope, body: Json): Matcher {
  const query = objectAt('ids', body);
  checkKeys('ids', query, ['values']);
  if (!Array.isArray(query.values)) throw badQuery('[ids] requires values to be a list');
  const slots = new Set(query.values.map((id) => documents.slotOf(String(id))));
  return constant((slot) => slots.has(slot), FEW);
}

/** A number to compare with, in the precision of the field. */
function bound(field: Field, value: Json): number {
  if (field.type === 'date') {
    const millis = dateOf(value);
    if (millis === undefined)
      throw new ShardError(
        400,
        'parse_exception',
        `failed to parse date field [${value}] with format [strict_date_time]`,
      );
    return millis;
  }
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number))
    throw new ShardError(
      400,
      'query_shard_exception',
      `failed to create query: For input string: "${value}"`,
    );
  return field.type === 'float' ? Math.fround(number) : number;
}

function wordOf({ type }: Field, value: Json): string {
  const word = String(value);
  if (type !== 'boolean' || word === 'true' || word === 'false') return word;
  throw new ShardError(
    400,
    'query_shard_exception',
    `failed to create query: Can't parse boolean value [${word}], expected [true] or [false]`,
  );
}

const isValue = (value: Json): boolean => value !== null && typeof value !== 'object';

function shortForm(query: string, value: Json): Json {
  const long = objectAt(query, value);
  checkKeys(query, long, ['value']);
  return long.value ?? null;
}
