import { z } from 'zod';
import type { Route } from '../route.ts';

const common = { function: 'provider/system', scopes: 'public', tag: 'system' } as const;

export const healthReply = z
  .object({ status: z.enum(['ok', 'degraded']), checks: z.record(z.string(), z.string()) })
  .meta({ id: 'Health' });

export const SYSTEM_ROUTES: readonly Route[] = [
  {
    ...common,
    operationId: 'getHealth',
    method: 'GET',
    path: '/v1/health',
    summary: 'Whether the stores answer',
    replies: { 200: { description: 'ok, or degraded with what failed', schema: healthReply } },
  },
  {
    ...common,
    operationId: 'getOpenApi',
    method: 'GET',
    path: '/v1/openapi.json',
    summary: 'This description',
    replies: { 200: { description: 'OpenAPI 3.1' } },
  },
];
