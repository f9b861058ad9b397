import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { openApi } from '../../../contract/api/openapi.ts';
import { PROBLEM_CODES, PROBLEM_EXAMPLES, problem } from '../../../contract/api/problems.ts';
import { type Route, routeKey } from '../../../contract/api/route.ts';
import { ROUTES } from '../../../contract/api/routes.ts';
import { TAGS } from '../../../contract/api/tags.ts';
import { API_LIMITS } from '../../../contract/limits.ts';

const named = ROUTES.map((route) => ({ name: routeKey(route), route }));
const fieldsOf = (schema: z.ZodObject | undefined): string[] => Object.keys(schema?.shape ?? {});

/** What a URL carries of a value. */
const asText = (value: unknown): string => (Array.isArray(value) ? value.join(',') : String(value));

function parametersOf({ parameters = {} }: Route, names: readonly string[]): Record<string, string> {
  const given = names.filter((name) => name in parameters);
  return Object.fromEntries(given.map((name) => [name, asText(parameters[name])]));
}

describe.each(named)('$name', ({ route }) => {
  it('has an example of every parameter in its path, and of some behind the question mark', () => {
    const known = [...fieldsOf(route.params), ...fieldsOf(route.query)];
    const shown = Object.keys(route.parameters ?? {});
    expect(shown.filter((name) => !known.includes(name))).toEqual([]);
    expect(fieldsOf(route.params).filter((name) => !shown.includes(name))).toEqual([]);
    if (route.query) expect(shown.some((name) => fieldsOf(route.query).includes(name))).toBe(true);
  });

  it('takes the parameters of its examples, and reads from their text what they say', () => {
    for (const schema of [route.params, route.query]) {
      if (!schema) continue;
      const read = schema.parse(parametersOf(route, fieldsOf(schema)));
      expect(route.parameters).toMatchObject(
        Object.fromEntries(Object.entries(read).filter(([name]) => route.parameters?.[name] !== undefined)),
      );
    }
  });

  it('has an example of its body that its schema takes', () => {
    const schema = route.shownBody ?? route.body;
    if (!schema) return expect(route.example).toBeUndefined();
    expect(schema.safeParse(route.example).error).toBeUndefined();
    if (route.body) expect(route.body.safeParse(route.example).error).toBeUndefined();
  });

  it.each(Object.entries(route.replies))(
    'has an example of its answer %s, with nothing unknown',
    (_, reply) => {
      if (!reply.schema) return expect(reply.example).toBeUndefined();
      expect(reply.example).toBeDefined();
      expect(reply.schema.parse(reply.example)).toEqual(reply.example);
    },
  );
});

describe('the OpenAPI document', () => {
  const document = JSON.parse(JSON.stringify(openApi()));
  const operations = Object.values<Record<string, Operation>>(document.paths).flatMap((methods) =>
    Object.values(methods),
  );

  it('describes every tag that an operation has, and no other', () => {
    const used = new Set(operations.flatMap(({ tags }) => tags));
    expect(document.tags.map(({ name }: { name: string }) => name).toSorted()).toEqual([...used].toSorted());
    expect(Object.keys(TAGS).toSorted()).toEqual([...used].toSorted());
  });

  it('shows each body, answer and path parameter with its example', () => {
    const shown = operations.flatMap(({ requestBody, responses, parameters }): Shown[] => [
      ...jsonOf(requestBody),
      ...Object.values(responses).flatMap(jsonOf),
      ...parameters.filter(({ in: where }) => where === 'path'),
    ]);
    expect(shown.length).toBeGreaterThan(60);
    expect(shown.filter(({ example }) => example === undefined)).toEqual([]);
  });

  it('says of every parameter what it is: a number is no text, though a URL is', () => {
    const parameters = operations.flatMap((operation) => operation.parameters);
    const vague = parameters.filter(({ schema }) => !schema?.type && !schema?.enum && !schema?.anyOf);
    expect(vague).toEqual([]);
    const limit = document.paths['/v1/popular'].get.parameters.find(byName('limit'));
    expect(limit.schema).toMatchObject({ type: 'integer', minimum: 1, maximum: API_LIMITS.limit });
    const fields = document.paths['/v1/popular'].get.parameters.find(byName('fields'));
    expect(fields).toMatchObject({ explode: false, schema: { type: 'array' } });
  });

  it('has examples of problems, and every code with its meaning', () => {
    for (const example of Object.values(PROBLEM_EXAMPLES)) expect(problem.parse(example)).toEqual(example);
    const { code } = document.components.schemas.Problem.properties;
    expect(code['x-extensible-enum']).toEqual(Object.keys(PROBLEM_CODES));
    for (const [name, meaning] of Object.entries(PROBLEM_CODES))
      expect(code.description).toContain(`\`${name}\`: ${meaning}`);
    expect(document.components.responses.Problem.content['application/problem+json'].examples).toHaveProperty(
      'store-unavailable',
    );
  });
});

describe('the codes of problems', () => {
  const sources = sourcesUnder(['functions/provider', 'functions/runtime']);

  it('are all listed in contract/api/problems.ts', () => {
    const thrown = [...sources.matchAll(/new Problem\(\s*\d+,\s*'([a-z-]+)'/g)].map(([, code]) => code!);
    const unavailable = [...sources.matchAll(/unavailable\('([a-z]+)'/g)].map(
      ([, what]) => `${what}-unavailable`,
    );
    expect(thrown.length).toBeGreaterThan(25);
    expect([...thrown, ...unavailable].filter((code) => !(code in PROBLEM_CODES))).toEqual([]);
  });

  it('are each answered somewhere', () => {
    const isSaid = (code: string) =>
      sources.includes(`'${code}'`) || sources.includes(`unavailable('${code.replace(/-unavailable$/, '')}'`);
    expect(Object.keys(PROBLEM_CODES).filter((code) => !isSaid(code) && !MADE.has(code))).toEqual([]);
  });
});

/** Made of a parameter's name. */
const MADE: ReadonlySet<string> = new Set(['unknown-page', 'unknown-section', 'unknown-provider']);

interface Shown {
  readonly example?: unknown;
}
interface Parameter extends Shown {
  readonly name: string;
  readonly in: string;
  readonly schema?: Readonly<Record<string, unknown>>;
}
interface Operation {
  readonly tags: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: WithContent;
  readonly responses: Readonly<Record<string, WithContent>>;
}
interface WithContent {
  readonly content?: Readonly<Record<string, Shown>>;
}

const jsonOf = (part: WithContent | undefined): Shown[] => {
  const shown = part?.content?.['application/json'];
  return shown ? [shown] : [];
};

const byName = (name: string) => (parameter: Parameter) => parameter.name === name;

function sourcesUnder(folders: readonly string[]): string {
  return folders
    .flatMap((folder) => {
      const root = new URL(`../../../${folder}/`, import.meta.url);
      const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
      return names
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFileSync(new URL(name, root), 'utf8'));
    })
    .join('\n');
}
