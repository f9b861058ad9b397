import { isObject, type Json } from '../deploy/json.ts';
import { LocalError } from '../errors.ts';

/** A compiled EventBridge pattern, as rules and event source filters use it. */
export type Matcher = (event: Json) => boolean;

/** A test of one field; undefined stands for a field that is absent. */
type Test = (value: Json | undefined) => boolean;

/** Compiles a pattern; a kind of test that is not known is an error, not a mismatch. */
export function compilePattern(pattern: Json, where: string): Matcher {
  if (!isObject(pattern)) throw bad(where, pattern, 'an object');
  const fields = Object.entries(pattern).map(([key, test]) =>
    key === '$or' ? either(test, where) : field(key, test, where),
  );
  return (event) => fields.every((matches) => matches(event));
}

const bad = (where: string, got: unknown, allowed: string) =>
  new LocalError('BadPattern', `${where}: got the pattern ${JSON.stringify(got)}, allowed is ${allowed}`);

function either(patterns: Json, where: string): Matcher {
  if (!Array.isArray(patterns)) throw bad(where, patterns, 'a list under $or');
  const matchers = patterns.map((one) => compilePattern(one, where));
  return (event) => matchers.some((matches) => matches(event));
}

function field(key: string, test: Json, where: string): Matcher {
  if (isObject(test)) {
    const inner = compilePattern(test, `${where}.${key}`);
    return (event) =>
      values(event, key).some((value) => inner(value)) || (values(event, key).length === 0 && inner({}));
  }
  if (!Array.isArray(test) || test.length === 0)
    throw bad(`${where}.${key}`, test, 'an object or a list that is not empty');
  const tests = test.map((one) => compileTest(one, `${where}.${key}`));
  return (event) => {
    const found = values(event, key);
    if (found.length === 0) return tests.some((matches) => matches(undefined));
    return tests.some((matches) => found.some((value) => matches(value)));
  };
}

/** The value of a field; a list stands for each of its elements, as in EventBridge. */
function values(event: Json, key: string): Json[] {
  if (Array.isArray(event)) return event.flatMap((one) => values(one, key));
  if (!isObject(event) || !Object.hasOwn(event, key)) return [];
  const value = event[key] as Json;
  return Array.isArray(value) ? value : [value];
}

function compileTest(test: Json, where: string): Test {
  if (!isObject(test)) {
    if (Array.isArray(test)) throw bad(where, test, 'a string, number, boolean, null or a test');
    return (value) => value === test;
  }
  const [only, ...more] = Object.entries(test);
  const make = only === undefined || more.length > 0 ? undefined : TESTS[only[0]];
  if (only === undefined || make === undefined)
    throw bad(where, test, `one of ${Object.keys(TESTS).join(', ')}`);
  return make(only[1], where);
}

const onText =
  (check: (text: string) => boolean): Test =>
  (value) =>
    typeof value === 'string' && check(value);

/** `prefix` and `suffix` take a string or `{equals-ignore-case}`. */
function affix(argument: Json, where: string, check: (text: string, part: string) => boolean): Test {
  const loose = isObject(argument) ? argument['equals-ignore-case'] : undefined;
  if (typeof loose === 'string') return onText((text) => check(text.toLowerCase(), loose.toLowerCase()));
  if (typeof argument !== 'string') throw bad(where, argument, 'a string');
  return onText((text) => check(text, argument));
}

function anythingBut(argument: Json, where: string): Test {
  if (isObject(argument)) {
    const [[kind, parts] = ['', null]] = Object.entries(argument);
    const make = TESTS[kind];
    if (make === undefined || !['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(kind))
      throw bad(where, argument, 'prefix, suffix, equals-ignore-case or wildcard under anything-but');
    const tests = (Array.isArray(parts) ? parts : [parts as Json]).map((part) => make(part, where));
    return (value) => value !== undefined && !tests.some((matches) => matches(value));
  }
  const excluded = Array.isArray(argument) ? argument : [argument];
  return (value) => value !== undefined && !excluded.includes(value);
}

const COMPARE: Record<string, (a: number, b: number) => boolean> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function numeric(argument: Json, where: string): Test {
  if (!Array.isArray(argument) || argument.length === 0 || argument.length % 2 === 1)
    throw bad(where, argument, 'operators and numbers in turn');
  const checks: ((value: number) => boolean)[] = [];
  for (let i = 0; i < argument.length; i += 2) {
    const compare = COMPARE[String(argument[i])];
    const bound = argument[i + 1];
    if (compare === undefined || typeof bound !== 'number')
      throw bad(where, argument, '=, <, <=, > or >= and a number');
    checks.push((value) => compare(value, bound));
  }
  return (value) => typeof value === 'number' && checks.every((check) => check(value));
}

function wildcard(argument: Json, where: string): Test {
  if (typeof argument !== 'string') throw bad(where, argument, 'a string');
  const expression = argument.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const regex = new RegExp(`^${expression.join('.*')}$`, 's');
  return onText((text) => regex.test(text));
}

const TESTS: Record<string, (argument: Json, where: string) => Test> = {
  prefix: (argument, where) => affix(argument, where, (text, part) => text.startsWith(part)),
  suffix: (argument, where) => affix(argument, where, (text, part) => text.endsWith(part)),
  'anything-but': anythingBut,
  numeric,
  wildcard,
  exists: (argument, where) => {
    if (typeof argument !== 'boolean') throw bad(where, argument, 'true or false');
    return (value) => (value !== undefined) === argument;
  },
  'equals-ignore-case': (argument, where) => {
    if (typeof argument !== 'string') throw bad(where, argument, 'a string');
    return onText((text) => text.toLowerCase() === argument.toLowerCase());
  },
};
