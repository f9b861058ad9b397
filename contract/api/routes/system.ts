import { z } from 'zod';
import type { Route } from '../route.ts';

const common = { function: 'provider/system', scopes: 'public', tag: 'system' } as const;

export const healthReply = z
  .object({ status: z.enum(['ok', 'degraded']), checks: z.record(z.string(), z.string()) })
  .meta({ id: 'Health' });

const openApiReply = z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) });

const HEALTH = { status: 'degraded', checks: { items: 'ok', actors: 'ok', search: 'failed' } };
const OPENAPI = { openapi: '3.1.0', paths: { '/v1/health': { get: {} } } };

export const SYSTEM_ROUTES: readonly Route[] = [
  {
    ...common,
    operationId: 'getHealth',
    method: 'GET',
    path: '/v1/health',
    summary: 'Whether the stores answer',
    replies: {
      200: { description: 'ok, or degraded with what failed', schema: healthReply, example: HEALTH },
    },
  },
  {
    ...common,
    operationId: 'getOpenApi',
    method: 'GET',
    path: '/v1/openapi.json',
    summary: 'This description',
    replies: { 200: { description: 'OpenAPI 3.1', schema: openApiReply, example: OPENAPI } },
  },
];
