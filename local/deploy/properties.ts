import { LocalError } from '../errors.ts';
import { isObject, type Json, type JsonObject } from './json.ts';

/**
 * A property path as lists of known and of meaningless properties write it: `Code.S3Key`; lists are
 * passed through (`Routes.Path` is the Path of each route); `*` is any one name; a trailing `**` all below.
 */
function matches(pattern: string, path: readonly string[]): boolean {
  const parts = pattern.split('.');
  const open = parts.at(-1) === '**';
  const fixed = open ? parts.slice(0, -1) : parts;
  if (open ? path.length < fixed.length : path.length !== fixed.length) return false;
  return fixed.every((part, i) => part === '*' || part === path[i]);
}

/** Whether a pattern goes on below a path. */
function leadsOn(pattern: string, path: readonly string[]): boolean {
  const parts = pattern.split('.');
  return parts.length > path.length && path.every((part, i) => parts[i] === '*' || parts[i] === part);
}

/** A copy without the properties that have no meaning here. */
export function withoutMeaningless(properties: JsonObject, patterns: readonly string[]): JsonObject {
  const prune = (value: Json, path: string[]): Json => {
    if (Array.isArray(value)) return value.map((one) => prune(one, path));
    if (!isObject(value)) return value;
    const kept = Object.entries(value).filter(
      ([key]) => !patterns.some((pattern) => matches(pattern, [...path, key])),
    );
    return Object.fromEntries(kept.map(([key, one]) => [key, prune(one, [...path, key])]));
  };
  return prune(properties, []) as JsonObject;
}

/** The first property that is not in the list of known ones, as a dotted path. */
export function unknownProperty(properties: JsonObject, known: readonly string[]): string | undefined {
  const search = (value: Json, path: string[]): string | undefined => {
    if (path.length > 0 && known.some((pattern) => matches(pattern, path))) return undefined;
    if (Array.isArray(value) && value.some((one) => isObject(one)))
      return first(value.map((one) => search(one, path)));
    if (isObject(value) && (path.length === 0 || known.some((pattern) => leadsOn(pattern, path)))) {
      return first(Object.entries(value).map(([key, one]) => search(one, [...path, key])));
    }
    return path.length === 0 ? undefined : path.join('.');
  };
  return search(properties, []);
}

const first = (found: (string | undefined)[]) => found.find((one) => one !== undefined);

/** Reads the properties of one resource, with errors that name it. */
export class Properties {
  readonly where: string;
  readonly all: JsonObject;
  constructor(where: string, all: JsonObject) {
    this.where = where;
    this.all = all;
  }

  private refuse(name: string, got: unknown, allowed: string): never {
    throw new LocalError(
      'BadProperty',
      `${this.where}, property ${name}: got ${JSON.stringify(got)}, allowed is ${allowed}`,
    );
  }

  text(name: string): string {
    return this.textOr(name, undefined) ?? this.refuse(name, undefined, 'a string');
  }

  textOr<T>(name: string, otherwise: T): string | T {
    const value = this.all[name];
    if (value === undefined || value === null) return otherwise;
    return typeof value === 'string' ? value : this.refuse(name, value, 'a string');
  }

  number<T>(name: string, otherwise: T): number | T {
    const value = this.all[name];
    if (value === undefined || value === null) return otherwise;
    const number = Number(value);
    return Number.isFinite(number) && typeof value !== 'boolean'
      ? number
      : this.refuse(name, value, 'a number');
  }

  flag(name: string, otherwise = false): boolean {
    const value = this.all[name];
    if (value === undefined || value === null) return otherwise;
    if (value === true || value === 'true') return true;
    return value === false || value === 'false' ? false : this.refuse(name, value, 'true or false');
  }

  object(name: string): JsonObject {
    const value = this.all[name];
    if (value === undefined || value === null) return {};
    return isObject(value) ? value : this.refuse(name, value, 'an object');
  }

  inner(name: string): Properties {
    return new Properties(`${this.where}, property ${name}`, this.object(name));
  }

  objects(name: string): Properties[] {
    return this.list(name).map((one) => {
      if (!isObject(one)) return this.refuse(name, one, 'a list of objects');
      return new Properties(`${this.where}, property ${name}`, one);
    });
  }

  list(name: string): Json[] {
    const value = this.all[name];
    if (value === undefined || value === null) return [];
    return Array.isArray(value) ? value : this.refuse(name, value, 'a list');
  }

  texts(name: string): string[] {
    return this.list(name).map((one) =>
      typeof one === 'string' ? one : this.refuse(name, one, 'a list of strings'),
    );
  }

  oneOf<T extends string>(name: string, allowed: readonly T[], otherwise: T): T {
    const value = this.textOr(name, otherwise);
    return allowed.find((one) => one === value) ?? this.refuse(name, value, allowed.join(', '));
  }
}
