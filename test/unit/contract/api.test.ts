import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openApi } from '../../../contract/api/openapi.ts';
import { isTimestamp } from '../../../contract/api/primitives.ts';
import { type Route, routeKey } from '../../../contract/api/route.ts';
import { ROUTES } from '../../../contract/api/routes.ts';
import { FUNCTIONS } from '../../../contract/functions.ts';

const parametersOf = ({ path }: Route) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
const named = ROUTES.map((route) => ({ name: routeKey(route), route }));

describe('routes', () => {
  it('are each said once, with an operation of their own', () => {
    expect(new Set(named.map(({ name }) => name)).size).toBe(ROUTES.length);
    expect(new Set(ROUTES.map(({ operationId }) => operationId)).size).toBe(ROUTES.length);
  });

  it.each(named)(
    '$name leads to a function, names its path parameters, and has an example its schema takes',
    ({ route }) => {
      expect(FUNCTIONS).toContain(route.function);
      expect(Object.keys(route.params?.shape ?? {})).toEqual(parametersOf(route));
      if (route.body) expect(route.body.safeParse(route.example).success).toBe(true);
      if (route.shownBody) expect(route.shownBody.safeParse(route.example).success).toBe(true);
    },
  );

  it.each(named)('$name is in docs/http-api.md', ({ route }) => {
    const text = readFileSync(new URL('../../../docs/http-api.md', import.meta.url), 'utf8');
    expect(text).toContain(`${route.method} ${route.path.replace('/v1', '')}`);
  });
});

describe('error codes', () => {
  const folders = [
    'functions/provider',
    'functions/provider/recommend',
    'functions/provider/registry',
    'functions/runtime',
  ];
  const sources = folders.flatMap((folder) => {
    const root = new URL(`../../../${folder}/`, import.meta.url);
    const files = readdirSync(root).filter((name) => name.endsWith('.ts'));
    return files.map((name) => readFileSync(new URL(name, root), 'utf8'));
  });
  const codes = sources.flatMap((source) =>
    [...source.matchAll(/(?:new Problem\(\s*\d+,|reject\(index,)\s*'([a-z-]+)'/g)].map(([, code]) => code!),
  );

  it('are all listed in docs/http-api.md', () => {
    const text = readFileSync(new URL('../../../docs/http-api.md', import.meta.url), 'utf8');
    expect(new Set(codes).size).toBeGreaterThan(25);
    expect(codes.filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
  });
});

describe('the OpenAPI document', () => {
  const text = JSON.stringify(openApi());
  const document = JSON.parse(text);

  it('has every route, and nothing else', () => {
    const operations = Object.entries<Record<string, object>>(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(operations.toSorted()).toEqual(named.map(({ name }) => name).toSorted());
  });

  it('has no reference that leads nowhere', () => {
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name!,
    );
    expect(references.length).toBeGreaterThan(30);
    expect(references.filter((name) => !document.components.schemas[name])).toEqual([]);
    expect(text).not.toContain('$defs');
    const empty = Object.entries<object>(document.components.schemas).filter(
      ([, schema]) => '$ref' in schema,
    );
    expect(empty.map(([name]) => name)).toEqual([]);
  });

  it('says which key each needs, and that errors are problems', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.paths['/v1/health'].get.security).toEqual([]);
    expect(document.paths['/v1/events'].post.security).toEqual([{ apiKey: [] }]);
    expect(document.paths['/v1/events'].post.responses.default).toEqual({
      $ref: '#/components/responses/Problem',
    });
    expect(document.components.responses.Problem.content).toHaveProperty(['application/problem+json']);
  });
});

describe('times', () => {
  it.each(['2026-11-23T09:00:00.000Z', '2024-02-29T23:59:59.999Z'])('are real moments: %s', (text) => {
    expect(isTimestamp(text)).toBe(true);
  });
  it.each([
    '2026-02-29T00:00:00.000Z',
    '2026-11-23T09:00:00Z',
    '2026-11-23T24:00:00.000Z',
    '2026-11-23T09:00:00.000+09:00',
  ])('are nothing else: %s', (text) => {
    expect(isTimestamp(text)).toBe(false);
  });
});
