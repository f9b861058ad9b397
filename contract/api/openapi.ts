import { z } from 'zod';
import type { Route, RouteReply } from './route.ts';
import { ROUTES } from './routes.ts';

type Json = Readonly<Record<string, unknown>>;
type Mode = 'input' | 'output';

const PROBLEM: Json = {
  type: 'object',
  description: 'RFC 9457. `code` is stable; the codes are listed in docs/http-api.md.',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string', description: 'names the field and the value got' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'message', 'got'],
        properties: { field: { type: 'string' }, message: { type: 'string' }, got: { type: 'string' } },
      },
    },
    requestId: { type: 'string' },
  },
};

/** The OpenAPI 3.1 document, made from the same routes and schemas that validate. */
export function openApi(): Json {
  const components = new Map<string, unknown>([['Problem', PROBLEM]]);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of ROUTES) {
    paths[route.path] ??= {};
    paths[route.path]![route.method.toLowerCase()] = operation(route, components);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Jangteo', version: '1', description: 'Recommendations for marketplaces and shops.' },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: Object.fromEntries(components),
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
    schema: inline(field as z.ZodType),
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
  const problem = {
    description: 'what was wrong',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  return Object.fromEntries([...good, ['default', problem]]);
}

function response({ description, schema, headers }: RouteReply, components: Map<string, unknown>): Json {
  const content = schema
    ? { content: { 'application/json': { schema: reference(schema, 'output', components) } } }
    : {};
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
  if (typeof name !== 'string') return moved(root);
  components.set(name, moved(withoutId(root)));
  return { $ref: `#/components/schemas/${name}` };
}

const convert = (schema: z.ZodType, io: Mode) =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;

function inline(schema: z.ZodType): unknown {
  const { $schema: _, ...rest } = convert(schema, 'input');
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
