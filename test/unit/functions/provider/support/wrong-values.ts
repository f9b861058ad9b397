import { z } from 'zod';

/** A JSON Schema node, as far as these tests read it. */
interface Node {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Node>>;
}
export type Path = readonly (string | number)[];
export interface WrongBody {
  readonly name: string;
  readonly path: Path;
  readonly body: unknown;
}

/** Bodies that are right but for one value: every field of the schema, wrong in type, range, size and encoding. */
export function wrongBodies(schema: z.ZodType, right: unknown, elementOf: Path = []): WrongBody[] {
  const root = z.toJSONSchema(schema, { io: 'input' }) as Node;
  const nodeAt = elementOf.reduce<Node>((node, part) => child(root, node, part), root);
  const found = walk(root, nodeAt, elementOf);
  return found.map(({ path, value, why }) => ({
    name: `${path.join('.') || 'the body'} ${why}`,
    path,
    body: put(JSON.parse(JSON.stringify(right)), path, value),
  }));
}

interface Wrong {
  readonly path: Path;
  readonly value: unknown;
  readonly why: string;
}

function walk(root: Node, given: Node, path: Path): Wrong[] {
  const node = resolve(root, given);
  const own = wrongValues(node).map(([why, value]) => ({ path, value, why }));
  const fields = Object.entries(node.properties ?? {}).flatMap(([name, field]) =>
    walk(root, field, [...path, name]),
  );
  const missing = (node.required ?? []).map((name) => ({
    path: [...path, name],
    value: undefined,
    why: 'is missing',
  }));
  const unknown =
    node.additionalProperties === false ? [{ path: [...path, 'surprise'], value: 1, why: 'is unknown' }] : [];
  const items = node.items ? walk(root, node.items, [...path, 0]) : [];
  return [...own, ...fields, ...missing, ...unknown, ...items];
}

function wrongValues(node: Node): [string, unknown][] {
  if (node.anyOf || node.oneOf) return [['fits no form', [[[]]]]];
  if (node.enum || node.const !== undefined)
    return [
      ['is not allowed', 'nonsense'],
      ['is no text', 7],
    ];
  if (node.type === 'string') return wrongTexts(node);
  if (node.type === 'integer' || node.type === 'number') return wrongNumbers(node);
  if (node.type === 'boolean')
    return [
      ['is no flag', 'yes'],
      ['is null', [null]],
    ];
  if (node.type === 'array') return wrongLists(node);
  if (node.type === 'object')
    return [
      ['is no object', 'x'],
      ['is a list', []],
    ];
  return [];
}

function wrongTexts({ format, pattern, maxLength, minLength }: Node): [string, unknown][] {
  const wrong: [string, unknown][] = [
    ['is a number', 42],
    ['is an object', {}],
  ];
  if (minLength) wrong.push(['is empty', '']);
  if (maxLength) wrong.push(['is too long', 'x'.repeat(maxLength + 1)]);
  if (maxLength === 128) wrong.push(['has a lone surrogate', 'a\ud800b']);
  if (pattern) wrong.push(['is in no form', '!!']);
  if (format === 'date-time')
    wrong.push(
      ['is no time', 'yesterday'],
      ['is no real day', '2026-02-30T00:00:00.000Z'],
      ['has no milliseconds', '2026-02-20T00:00:00Z'],
    );
  return wrong;
}

function wrongNumbers({ type, minimum, maximum }: Node): [string, unknown][] {
  const wrong: [string, unknown][] = [
    ['is a text', '7x'],
    ['is infinite once read', { e: 1 }],
  ];
  if (type === 'integer') wrong.push(['is no whole number', 1.5]);
  if (minimum !== undefined && minimum > -1e15) wrong.push(['is too small', minimum - 1]);
  if (maximum !== undefined && maximum < 1e15) wrong.push(['is too large', maximum * 2 + 1]);
  return wrong;
}

function wrongLists({ minItems, maxItems }: Node): [string, unknown][] {
  const wrong: [string, unknown][] = [
    ['is no list', 'x'],
    ['is an object', { 0: 'x' }],
  ];
  if (minItems) wrong.push(['is empty', []]);
  if (maxItems) wrong.push(['is too long', Array.from({ length: maxItems + 1 }, (_, index) => `x${index}`)]);
  return wrong;
}

function resolve(root: Node, node: Node): Node {
  const target = node.$ref ? root.$defs?.[node.$ref.split('/').at(-1)!] : node;
  const options = (target?.anyOf ?? []).filter(({ type }) => type !== 'null');
  const isNullable = options.length === 1 && target?.anyOf?.length === 2;
  return isNullable ? resolve(root, options[0]!) : target!;
}

function child(root: Node, given: Node, part: string | number): Node {
  const node = resolve(root, given);
  return typeof part === 'number' ? node.items! : node.properties![part]!;
}

function put(target: unknown, path: Path, value: unknown): unknown {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  const holder = (target ?? (typeof part === 'number' ? [] : {})) as Record<string | number, unknown>;
  if (rest.length === 0 && value === undefined) delete holder[part];
  else holder[part] = put(holder[part], rest, value);
  return holder;
}
