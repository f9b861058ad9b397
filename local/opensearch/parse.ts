import { isObject, type Json, type JsonObject } from '../deploy/json.ts';
import { badDocument, unsupported } from './errors.ts';
import { type Field, isNumber, keywordOf, numberOf } from './fields.ts';
import type { Mapping } from './mapping.ts';

/** A document as the columns take it. */
export interface Parsed {
  readonly numbers: Map<string, number>;
  readonly keywords: Map<string, readonly string[]>;
  /** Which end of the join it is; a child names its parent's id. */
  join: { readonly name: string; readonly parent: string | undefined } | undefined;
  /** Fields that it is the first to have. */
  readonly newFields: Map<string, ReturnType<Mapping['newField']>>;
}

/** Values of a document's fields; what is not mapped is left out. @throws mapper_parsing_exception */
export function parse(mapping: Mapping, id: string, routing: string | undefined, source: JsonObject): Parsed {
  const parsed: Parsed = { numbers: new Map(), keywords: new Map(), join: undefined, newFields: new Map() };
  const { join } = mapping;

  const walk = (object: JsonObject, prefix: string) => {
    for (const [key, value] of Object.entries(object)) {
      if (key.includes('.')) throw unsupported(`dots in the names of fields, got [${prefix}${key}]`);
      if (value !== null) take(prefix + key, value);
    }
  };
  const take = (name: string, value: Json) => {
    const field = mapping.fields.get(name);
    if (field !== undefined && field === join?.field) takeJoin(field, value);
    else if (field !== undefined) takeValues(field, value);
    else if (mapping.objects.has(name)) takeObject(name, value);
    else if (mapping.objects.get(name.slice(0, name.lastIndexOf('.'))) === true) takeNew(name, value);
  };
  const takeObject = (name: string, value: Json) => {
    if (!isObject(value))
      throw badDocument(
        `object mapping for [${name}] tried to parse field [${name}] as object, but found a concrete value`,
      );
    walk(value, `${name}.`);
  };
  const takeNew = (name: string, value: Json) => {
    const known = parsed.newFields.get(name) ?? mapping.newField(name);
    parsed.newFields.set(name, known);
    takeValues(known.field, value);
  };
  const takeValues = (field: Field, value: Json) => {
    const values = (Array.isArray(value) ? value.flat() : [value]).filter((one) => one !== null);
    if (isNumber(field)) {
      if (values.length > 1) throw unsupported(`several values of the number [${field.name}]`);
      if (values.length === 1) parsed.numbers.set(field.name, numberOf(field, values[0] as Json, id));
    } else {
      const words = values.flatMap((one) => keywordOf(field, one, id) ?? []);
      if (words.length > 0) parsed.keywords.set(field.name, words);
    }
  };
  const takeJoin = (field: Field, value: Json) => {
    const failed = (reason: string) =>
      badDocument('failed to parse', { type: 'illegal_argument_exception', reason });
    const name = isObject(value) ? value.name : value;
    const isChild = typeof name === 'string' && join?.children.includes(name) === true;
    if (typeof name !== 'string' || (name !== join?.parent && !isChild))
      throw failed(`unknown join name [${name}] for field [${field.name}]`);
    const parent = isObject(value) && typeof value.parent === 'string' ? value.parent : undefined;
    if (isChild && parent === undefined) throw failed(`[parent] is missing for join field [${field.name}]`);
    if (isChild && routing === undefined) throw failed(`[routing] is missing for join field [${field.name}]`);
    parsed.join = { name, parent: isChild ? parent : undefined };
    parsed.keywords.set(field.name, [name]);
  };

  walk(source, '');
  return parsed;
}
