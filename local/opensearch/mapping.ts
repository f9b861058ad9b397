import { isObject, type Json, type JsonObject } from '../deploy/json.ts';
import { badDocument, invalid, unsupported } from './errors.ts';
import { checkParameters, type Field, fieldOf } from './fields.ts';
import { wildcards } from './wildcards.ts';

/** Parents and children of one index: which relation is a parent, which are its children. */
export interface Join {
  readonly field: Field;
  readonly parent: string;
  readonly children: readonly string[];
}

interface Template {
  readonly pattern: RegExp;
  readonly definition: JsonObject;
}

/** A join is itself, the id of its parent and the join's own mark. */
const FIELDS_OF_JOIN = 3;

/** The mapping of an index: its fields, and how unknown ones come to be. */
export class Mapping {
  readonly fields = new Map<string, Field>();
  /** Names of objects, and whether new fields below them are mapped. */
  readonly objects = new Map<string, boolean>();
  join: Join | undefined;
  private readonly definition: JsonObject;
  private readonly templates: readonly Template[];
  private readonly limit: () => number;
  private readonly added = new Map<string, JsonObject>();

  /** `limit`: most fields. @throws what is not understood in it */
  constructor(definition: JsonObject, limit: () => number) {
    const unknown = Object.keys(definition).find(
      (key) => !['dynamic', '_source', 'properties', 'dynamic_templates'].includes(key),
    );
    if (unknown !== undefined) throw unsupported(`[${unknown}] in mappings`);
    if (String(definition.dynamic) !== 'false') throw unsupported('mappings without "dynamic": false');
    if (isObject(definition._source) && definition._source.enabled === false)
      throw unsupported('mappings without _source');
    this.definition = definition;
    this.limit = limit;
    this.templates = templatesOf(definition.dynamic_templates);
    this.addProperties('', definition.properties ?? {});
    this.checkLimit(0);
  }

  private addProperties(prefix: string, properties: Json): void {
    for (const [key, one] of Object.entries(isObject(properties) ? properties : {})) {
      const name = prefix + key;
      if (isObject(one) && (one.type === 'object' || one.type === undefined)) {
        checkParameters(name, one, ['type', 'dynamic', 'properties']);
        this.objects.set(name, String(one.dynamic) === 'true');
        this.addProperties(`${name}.`, one.properties ?? {});
      } else {
        const field = fieldOf(name, one);
        this.fields.set(name, field);
        if (field.type === 'join') this.join = joinOf(field, one as JsonObject, this.join);
      }
    }
  }

  /** A field that a document brings below a dynamic object. Not added yet. @throws when no template fits */
  newField(name: string): { readonly field: Field; readonly definition: JsonObject } {
    const template = this.templates.find(({ pattern }) => pattern.test(name));
    if (template === undefined)
      throw unsupported(`the field [${name}], for which no dynamic template is given`);
    return { field: fieldOf(name, template.definition), definition: template.definition };
  }

  /** Adds fields of `newField`: all or none. @throws when they are too many */
  add(fields: ReturnType<Mapping['newField']>[]): void {
    this.checkLimit(fields.length);
    for (const { field, definition } of fields) {
      this.fields.set(field.name, field);
      this.added.set(field.name, definition);
    }
  }

  private checkLimit(more: number): void {
    const fields = this.fields.size + this.objects.size + (this.join === undefined ? 0 : FIELDS_OF_JOIN - 1);
    const limit = this.limit();
    if (fields + more > limit) throw invalid(`Limit of total fields [${limit}] has been exceeded`);
  }

  /** As `GET _mapping` shows it, with the fields that documents brought. */
  toJSON(): JsonObject {
    const copy = structuredClone({ ...this.definition, dynamic: 'false' }) as JsonObject;
    for (const [name, definition] of this.added) {
      const parts = name.split('.');
      const leaf = parts.pop() as string;
      let properties = copy.properties as JsonObject;
      for (const part of parts) {
        const object = properties[part] as JsonObject;
        object.properties ??= {};
        properties = object.properties as JsonObject;
      }
      properties[leaf] = definition;
    }
    return copy;
  }
}

function joinOf(field: Field, definition: JsonObject, other: Join | undefined): Join {
  const relations = Object.entries(isObject(definition.relations) ? definition.relations : {});
  const [first] = relations;
  if (first === undefined) throw badDocument(`the join field [${field.name}] has no relations`);
  const children = (Array.isArray(first[1]) ? first[1] : [first[1]]).map(String);
  if (other !== undefined || relations.length > 1)
    throw unsupported('more than one kind of parent in an index');
  return { field, parent: first[0], children };
}

/** Names with `*` for any characters. */
function templatesOf(given: Json | undefined): Template[] {
  return (Array.isArray(given) ? given : []).map((one) => {
    const [name, template] = Object.entries(isObject(one) ? one : {})[0] ?? [];
    if (!isObject(template) || !isObject(template.mapping) || typeof template.path_match !== 'string')
      throw unsupported(`the dynamic template [${name}] without path_match and mapping`);
    const unknown = Object.keys(template).find((key) => key !== 'path_match' && key !== 'mapping');
    if (unknown !== undefined) throw unsupported(`[${unknown}] of the dynamic template [${name}]`);
    return { pattern: wildcards(template.path_match), definition: template.mapping };
  });
}
