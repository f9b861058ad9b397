import { isObject, type Json, type JsonObject } from '../deploy/json.ts';
import { badDocument, unsupported } from './errors.ts';

const NUMBERS = ['double', 'float', 'integer', 'long', 'date'] as const;
const WORDS = ['keyword', 'boolean', 'join'] as const;

/** A mapped field. Numbers and dates are compared as doubles, all else as keywords. */
export interface Field {
  readonly name: string;
  readonly type: (typeof NUMBERS)[number] | (typeof WORDS)[number];
  /** Longer keywords are left out of the index. UTF-16 units. */
  readonly ignoreAbove: number;
}

/** Parameters of fields; those that change nothing here are known too. */
const PARAMETERS: Readonly<Record<Field['type'], readonly string[]>> = {
  double: ['index'],
  float: ['index'],
  integer: ['index'],
  long: ['index'],
  date: ['format'],
  keyword: ['ignore_above'],
  boolean: [],
  join: ['relations', 'eager_global_ordinals'],
};

export const isNumber = ({ type }: Field): boolean => NUMBERS.some((one) => one === type);

/** A field from its definition in a mapping. @throws what is not understood in it */
export function fieldOf(name: string, definition: Json): Field {
  if (!isObject(definition)) throw badDocument(`Expected map for property [fields] on field [${name}]`);
  const type = [...NUMBERS, ...WORDS].find((one) => one === definition.type);
  if (type === undefined) throw unsupported(`the field type [${definition.type}] of [${name}]`);
  checkParameters(name, definition, ['type', ...PARAMETERS[type]]);
  if (type === 'date' && definition.format !== 'strict_date_time')
    throw unsupported(`the format [${definition.format ?? 'default'}] of the date [${name}]`);
  return { name, type, ignoreAbove: Number(definition.ignore_above ?? Number.POSITIVE_INFINITY) };
}

export function checkParameters(name: string, definition: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(definition).find((key) => !known.includes(key));
  if (unknown !== undefined) throw unsupported(`the parameter [${unknown}] of the field [${name}]`);
}

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([.,]\d{1,9})?(Z|[+-]\d\d:?\d\d)$/;

/** Milliseconds of a strict_date_time; undefined when it is none. */
export function dateOf(value: Json): number | undefined {
  if (typeof value !== 'string' || !DATE.test(value)) return undefined;
  const millis = Date.parse(value.replace(',', '.').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(millis) ? undefined : millis;
}

/** A value as the number that is compared. @throws why it is none */
export function numberOf({ name, type }: Field, value: Json, id: string): number {
  const refuse = (causeType: string, reason: string) =>
    badDocument(
      `failed to parse field [${name}] of type [${type}] in document with id '${id}'. Preview of field's value: '${value}'`,
      { type: causeType, reason },
    );
  if (type === 'date') {
    const millis = dateOf(value);
    if (millis !== undefined) return millis;
    throw refuse(
      'illegal_argument_exception',
      `failed to parse date field [${value}] with format [strict_date_time]`,
    );
  }
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === ''))
    throw refuse('json_parse_exception', 'Current token not numeric, can not use numeric value accessors');
  const number = type === 'float' ? Math.fround(Number(value)) : Number(value);
  if (Number.isNaN(number)) throw refuse('number_format_exception', `For input string: "${value}"`);
  if (!Number.isFinite(number))
    throw refuse('illegal_argument_exception', `[${type}] supports only finite values, but got [${number}]`);
  if (type === 'integer' && (number > 2 ** 31 - 1 || number < -(2 ** 31)))
    throw refuse('illegal_argument_exception', `Value [${value}] is out of range for an integer`);
  return type === 'integer' || type === 'long' ? Math.trunc(number) : number;
}

/** A value as the keyword that is compared; undefined when it is too long for the index. @throws why it is none */
export function keywordOf({ name, type, ignoreAbove }: Field, value: Json, id: string): string | undefined {
  const word = typeof value === 'object' ? undefined : String(value);
  const wrong = type === 'boolean' && word !== 'true' && word !== 'false';
  if (word !== undefined && !wrong) return word.length > ignoreAbove ? undefined : word;
  throw badDocument(
    `failed to parse field [${name}] of type [${type}] in document with id '${id}'. Preview of field's value: '${JSON.stringify(value)}'`,
    {
      type: 'illegal_argument_exception',
      reason: wrong
        ? `Failed to parse value [${word}] as only [true] or [false] are allowed.`
        : "Can't get text on a START_OBJECT",
    },
  );
}
