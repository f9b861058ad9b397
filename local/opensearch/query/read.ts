import { isObject, type Json, type JsonObject } from '../../deploy/json.ts';
import { badQuery, unsupported } from '../errors.ts';

/** The object that a query needs at a place. @throws parsing_exception */
export function objectAt(where: string, value: Json | undefined): JsonObject {
  if (isObject(value)) return value;
  throw badQuery(`[${where}] needs an object, got ${JSON.stringify(value)}`);
}

/** The one entry of an object such as `{"status": …}`. @throws parsing_exception */
export function onlyEntry(where: string, value: Json | undefined): [string, Json] {
  const entries = Object.entries(objectAt(where, value));
  const [entry] = entries;
  if (entry !== undefined && entries.length === 1) return entry;
  throw badQuery(`[${where}] needs exactly one field, got ${JSON.stringify(entries.map(([key]) => key))}`);
}

/** @throws when an object has keys that are not understood, by name */
export function checkKeys(where: string, value: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw unsupported(`[${unknown}] in [${where}]`);
}

/** One or several, as a list. */
export const listOf = (value: Json | undefined): Json[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

export function numberAt(where: string, value: Json | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (typeof value === 'number') return value;
  throw badQuery(`[${where}] needs a number, got ${JSON.stringify(value)}`);
}

export function oneOf<T extends string>(
  where: string,
  value: Json | undefined,
  known: readonly T[],
  otherwise: T,
): T {
  if (value === undefined) return otherwise;
  const found = known.find((one) => one === value);
  if (found === undefined)
    throw unsupported(`[${where}: ${JSON.stringify(value)}], of which ${known} are here`);
  return found;
}
