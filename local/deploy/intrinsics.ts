import { LocalError } from '../errors.ts';
import { isObject, type Json } from './json.ts';

/** What an expression may ask about the world around it. */
export interface Scope {
  /** Where we are, for errors: `stack App, resource Table`. */
  readonly where: string;
  ref(name: string): Json | undefined;
  attribute(logicalId: string, name: string): Json | undefined;
  condition(name: string): boolean;
  mapping(map: string, first: string, second: string): Json | undefined;
  imported(name: string): Json | undefined;
  /** `{{resolve:service:key}}`; undefined when the service or the key is not known. */
  dynamic(service: string, key: string): string | undefined;
  readonly zones: readonly string[];
}

/** Stands for `AWS::NoValue`: the property that holds it is left out. */
const NO_VALUE = Symbol('AWS::NoValue');
type Value = Json | typeof NO_VALUE;
type Intrinsic = (argument: Json, scope: Scope) => Value;

/** Resolves every intrinsic function in a value of a template; undefined when it comes to `AWS::NoValue`. */
export function evaluate(value: Json, scope: Scope): Json | undefined {
  const result = resolve(value, scope);
  return result === NO_VALUE ? undefined : result;
}

function resolve(value: Json, scope: Scope): Value {
  if (typeof value === 'string') return dynamicReferences(value, scope);
  if (Array.isArray(value)) return value.map((one) => resolve(one, scope)).filter((one) => one !== NO_VALUE);
  if (!isObject(value)) return value;
  const [only, ...more] = Object.entries(value);
  if (only !== undefined && more.length === 0) {
    const intrinsic = INTRINSICS[only[0]];
    if (intrinsic !== undefined) return intrinsic(only[1], scope);
    if (only[0].startsWith('Fn::'))
      fail(
        scope,
        `the intrinsic function ${only[0]} is not known here; allowed are ${Object.keys(INTRINSICS).join(', ')}`,
      );
  }
  const entries = Object.entries(value).map(([key, one]) => [key, resolve(one, scope)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== NO_VALUE));
}

function fail(scope: Scope, message: string): never {
  throw new LocalError('BadExpression', `${scope.where}: ${message}`);
}

function text(value: Value, what: string, scope: Scope): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return fail(scope, `${what} must be a string, got ${JSON.stringify(value) ?? 'AWS::NoValue'}`);
}

function list(value: Value, what: string, scope: Scope): Json[] {
  if (Array.isArray(value)) return value;
  return fail(scope, `${what} must be a list, got ${JSON.stringify(value) ?? 'AWS::NoValue'}`);
}

function ref(argument: Json, scope: Scope): Value {
  const name = text(argument, 'Ref', scope);
  if (name === 'AWS::NoValue') return NO_VALUE;
  return (
    scope.ref(name) ??
    fail(scope, `Ref to ${JSON.stringify(name)}, which is neither a resource nor a parameter`)
  );
}

function getAtt(argument: Json, scope: Scope): Value {
  const [id, ...rest] = Array.isArray(argument) ? argument : text(argument, 'Fn::GetAtt', scope).split('.');
  const name = rest.map((part) => text(resolve(part, scope), 'an attribute', scope)).join('.');
  const value = scope.attribute(text(id ?? '', 'Fn::GetAtt', scope), name);
  return value ?? fail(scope, `Fn::GetAtt of ${JSON.stringify(id)}.${name}, which nothing here has`);
}

function join(argument: Json, scope: Scope): Value {
  const [delimiter, values] = list(argument, 'Fn::Join', scope);
  const parts = list(resolve(values ?? null, scope), 'the second argument of Fn::Join', scope);
  return parts
    .map((part) => text(part, 'a part of Fn::Join', scope))
    .join(text(delimiter ?? '', 'the delimiter of Fn::Join', scope));
}

function sub(argument: Json, scope: Scope): Value {
  const [template, variables] = Array.isArray(argument) ? argument : [argument];
  const own = isObject(variables) ? variables : {};
  return text(template ?? '', 'Fn::Sub', scope).replace(/\$\{([^}]+)\}/g, (whole, inner: string) => {
    if (inner.startsWith('!')) return `\${${inner.slice(1)}}`;
    const name = inner.trim();
    const mine = own[name];
    if (mine !== undefined) return text(resolve(mine, scope), whole, scope);
    return text(name.includes('.') ? getAtt(name, scope) : ref(name, scope), whole, scope);
  });
}

function select(argument: Json, scope: Scope): Value {
  const [index, values] = list(argument, 'Fn::Select', scope);
  const from = list(resolve(values ?? null, scope), 'the second argument of Fn::Select', scope);
  const chosen = from[Number(resolve(index ?? null, scope))];
  return chosen ?? fail(scope, `Fn::Select of element ${JSON.stringify(index)} of ${from.length}`);
}

function split(argument: Json, scope: Scope): Value {
  const [delimiter, source] = list(argument, 'Fn::Split', scope);
  return text(resolve(source ?? null, scope), 'the source of Fn::Split', scope).split(
    text(delimiter ?? '', 'the delimiter of Fn::Split', scope),
  );
}

function when(argument: Json, scope: Scope): Value {
  const [name, yes, no] = list(argument, 'Fn::If', scope);
  return resolve((scope.condition(text(name ?? '', 'Fn::If', scope)) ? yes : no) ?? null, scope);
}

function findInMap(argument: Json, scope: Scope): Value {
  const [map, first, second] = list(argument, 'Fn::FindInMap', scope).map((part) =>
    text(resolve(part, scope), 'Fn::FindInMap', scope),
  );
  const found = scope.mapping(map ?? '', first ?? '', second ?? '');
  return found ?? fail(scope, `Fn::FindInMap finds nothing at ${map}.${first}.${second}`);
}

function importValue(argument: Json, scope: Scope): Value {
  const name = text(resolve(argument, scope), 'Fn::ImportValue', scope);
  return (
    scope.imported(name) ??
    fail(scope, `Fn::ImportValue of ${JSON.stringify(name)}, which no earlier stack exports`)
  );
}

function truth(value: Json, scope: Scope): boolean {
  const result = resolve(value, scope);
  return result === true || result === 'true';
}

const truths = (argument: Json, scope: Scope) =>
  list(argument, 'a condition', scope).map((one) => truth(one, scope));

const INTRINSICS: Record<string, Intrinsic> = {
  Ref: ref,
  'Fn::GetAtt': getAtt,
  'Fn::Join': join,
  'Fn::Sub': sub,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::If': when,
  'Fn::FindInMap': findInMap,
  'Fn::ImportValue': importValue,
  'Fn::GetAZs': (_, scope) => [...scope.zones],
  'Fn::Base64': (argument, scope) =>
    Buffer.from(text(resolve(argument, scope), 'Fn::Base64', scope)).toString('base64'),
  Condition: (argument, scope) =>
    typeof argument === 'string'
      ? scope.condition(argument)
      : { Condition: resolve(argument, scope) as Json },
  'Fn::Equals': (argument, scope) => {
    const [a, b] = list(resolve(argument, scope), 'Fn::Equals', scope);
    return isObject(a) || isObject(b) ? JSON.stringify(a) === JSON.stringify(b) : String(a) === String(b);
  },
  'Fn::And': (argument, scope) => truths(argument, scope).every(Boolean),
  'Fn::Or': (argument, scope) => truths(argument, scope).some(Boolean),
  'Fn::Not': (argument, scope) => !truths(argument, scope)[0],
  'Fn::ToJsonString': (argument, scope) => JSON.stringify(resolve(argument, scope)),
  'Fn::Length': (argument, scope) => list(resolve(argument, scope), 'Fn::Length', scope).length,
};

function dynamicReferences(value: string, scope: Scope): string {
  return value.replace(/\{\{resolve:([^:}]+):([^}]*)\}\}/g, (whole, service: string, key: string) => {
    return (
      scope.dynamic(service, key) ?? fail(scope, `the dynamic reference ${whole} cannot be resolved here`)
    );
  });
}
