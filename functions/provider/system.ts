import { openApi } from '../../contract/api/openapi.ts';
import type { SearchFailure } from '../../domain/ports.ts';
import { type ApiContext, type ApiReply, type ApiRequest, type Operations, ok } from '../runtime/api.ts';
import { logger } from '../runtime/logger.ts';
import type { Stores } from '../runtime/ports.ts';

/** The function provider/system; `$default` comes here too and is answered 404 by the shared stack. */
export const system: Operations = { getHealth, getOpenApi };

/** Longer than a page would wait: slow is another thing than down. */
const SEARCH_MS = 1000;
const NOTHING = { ids: { values: ['health'] } };

/** One cheap read per store: whether it answers, not what. */
const CHECKS: Readonly<Record<string, (stores: Stores) => Promise<unknown>>> = {
  keys: ({ keys }) => keys.read('health'),
  items: ({ items }) => items.read(['health']),
  actors: ({ actors }) => actors.read(['c#health']),
  models: ({ models }) => models.pointer('health'),
  runs: ({ runs }) => runs.read('health'),
  registry: ({ registry }) => registry.head(),
  search: async ({ search }) => search?.count(NOTHING, SEARCH_MS).catch(answersWithoutIndex),
};

/** A new stage has no index before its first item. @throws every other failure again */
function answersWithoutIndex(error: SearchFailure): void {
  if (error.kind !== 'missing-index') throw error;
}

/** GET /health: 200 whenever we answer at all; degraded names what did not. */
async function getHealth(_request: ApiRequest, { stores }: ApiContext): Promise<ApiReply> {
  const names = Object.keys(CHECKS).filter((name) => name !== 'search' || stores.search !== undefined);
  const results = await Promise.all(names.map((name) => check(name, stores)));
  const checks = Object.fromEntries(names.map((name, index) => [name, results[index]]));
  return ok({ status: results.every((result) => result === 'ok') ? 'ok' : 'degraded', checks });
}

async function check(name: string, stores: Stores): Promise<'ok' | 'failed'> {
  try {
    await CHECKS[name]!(stores);
    return 'ok';
  } catch (error) {
    logger.error('a health check failed', { check: name, error: error as Error });
    return 'failed';
  }
}

async function getOpenApi(_request: ApiRequest, _context: ApiContext): Promise<ApiReply> {
  return ok(openApi(), { 'cache-control': 'public, max-age=300' });
}
