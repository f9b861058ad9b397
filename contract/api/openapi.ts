import { z } from 'zod';
import { PROBLEM_EXAMPLES, problem } from './problems.ts';
import type { Route, RouteReply } from './route.ts';
import { ROUTES } from './routes.ts';
import { TAGS } from './tags.ts';

type Json = Readonly<Record<string, unknown>>;
type Mode = 'input' | 'output';

/** The OpenAPI 3.1 document, made from the same routes and schemas that validate. */
export function openApi(): Json {
  const components = new Map<string, unknown>();
  reference(problem, 'output', components);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of ROUTES) {
    paths[route.path] ??= {};
    paths[route.path]![route.method.toLowerCase()] = operation(route, components);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Jangteo', version: '1', description: 'Recommendations for marketplaces and shops.' },
    servers: [{ url: '/' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: Object.fromEntries([...components].toSorted(byName)),
      responses: { Problem: PROBLEM },
      securitySchemes: { apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' } },
    },
  };
}

function operation(route: Route, components: Map<string, unknown>): Json {
  const { scopes } = route;
  const keys = scopes === 'public' ? 'Needs no key.' : `Keys: ${scopes.join(', ')}.`;
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, keys].filter(Boolean).join('\n\n'),
    security: scopes === 'public' ? [] : [{ apiKey: [] }],
    parameters: [
      ...parameters(route, 'path'),
      ...parameters(route, 'query'),
      ...tokenHeader(route),
      ...headers(route),
    ],
    ...requestBody(route, components),
    responses: responses(route, components),
  };
}

function parameters(route: Route, where: 'path' | 'query'): Json[] {
  const schema = where === 'path' ? route.params : route.query;
  if (!schema) return [];
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: where,
    required: where === 'path',
    ...(where === 'query' && { explode: false }),
    schema: inline(field as z.ZodType),
    ...exampleOf(route.parameters?.[name]),
  }));
}

const headers = ({ requestHeaders = {} }: Route): Json[] =>
  Object.entries(requestHeaders).map(([name, description]) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  }));

const exampleOf = (example: unknown): Json => (example === undefined ? {} : { example });

const tokenHeader = ({ scopes }: Route): Json[] =>
  scopes !== 'public' && scopes.includes('browser')
    ? [
        {
          name: 'x-user-token',
          in: 'header',
          required: false,
          description: 'from POST /v1/user-tokens; with it a browser key speaks for that user',
          schema: { type: 'string' },
        },
      ]
    : [];

function requestBody(route: Route, components: Map<string, unknown>): Json {
  const schema = route.shownBody ?? route.body;
  if (!schema) return {};
  const content = { schema: reference(schema, 'input', components), example: route.example };
  return { requestBody: { required: !route.bodyOptional, content: { 'application/json': content } } };
}

function responses(route: Route, components: Map<string, unknown>): Json {
  const good = Object.entries(route.replies).map(([status, reply]) => [status, response(reply, components)]);
  return Object.fromEntries([...good, ['default', { $ref: '#/components/responses/Problem' }]]);
}

const PROBLEM: Json = {
  description: 'what was wrong',
  content: {
    'application/problem+json': {
      schema: { $ref: '#/components/schemas/Problem' },
      examples: Object.fromEntries(
        Object.entries(PROBLEM_EXAMPLES).map(([code, value]) => [code, { summary: value.title, value }]),
      ),
    },
  },
};

function response(
  { description, schema, headers, example }: RouteReply,
  components: Map<string, unknown>,
): Json {
  const body = schema && { schema: reference(schema, 'output', components), ...exampleOf(example) };
  const content = body ? { content: { 'application/json': body } } : {};
  const named = Object.entries(headers ?? {}).map(([name, text]) => [
    name,
    { description: text, schema: { type: 'string' } },
  ]);
  return { description, ...content, ...(named.length > 0 && { headers: Object.fromEntries(named) }) };
}

/** A schema as JSON Schema, its named parts (meta id) moved to the components and referred to. */
function reference(schema: z.ZodType, io: Mode, components: Map<string, unknown>): unknown {
  const { $schema: _, $defs, ...root } = convert(schema, io);
  for (const [name, definition] of Object.entries(($defs ?? {}) as Json))
    components.set(name, moved(withoutId(definition)));
  const name = schema.meta()?.id;
  // A named schema is among the definitions already, and its root only refers to it.
  if (typeof name !== 'string' || '$ref' in root) return moved(root);
  components.set(name, moved(withoutId(root)));
  return { $ref: `#/components/schemas/${name}` };
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

const convert = (schema: z.ZodType, io: Mode) =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;

/** A parameter as the program behind it has it: `limit` is a number though a URL is text. */
function inline(schema: z.ZodType): unknown {
  const { $schema: _, ...rest } = convert(schema, 'output');
  return rest;
}

function withoutId(definition: unknown): unknown {
  const { id: _, ...rest } = definition as Json;
  return rest;
}

/** References into $defs point to the components instead. */
function moved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(moved);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) =>
      key === '$ref' && typeof member === 'string'
        ? [key, member.replace('#/$defs/', '#/components/schemas/')]
        : [key, moved(member)],
    ),
  );
}
