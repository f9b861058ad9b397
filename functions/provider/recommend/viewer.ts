import { readStates } from '../../../domain/identity/history.ts';
import type { ActorStore } from '../../../domain/ports.ts';
import { NOBODY, type Viewer } from '../../../domain/ranking/context.ts';
import { within } from '../../runtime/budget.ts';
import { logger } from '../../runtime/logger.ts';
import { viewerOf } from '../../runtime/viewer.ts';

interface Ids {
  readonly userId?: string | undefined;
  readonly cookieId?: string | undefined;
}

/** Up to three reads one after another. */
const BUDGET_MS = 2000;

/** Whom the page is for. Where the actors cannot be read in time everybody's page is made, and says so. */
export async function readViewer(
  ids: Ids,
  actors: () => ActorStore,
  now: number,
): Promise<{ readonly viewer: Viewer; readonly degraded: readonly string[] }> {
  if (ids.userId === undefined && ids.cookieId === undefined) return { viewer: NOBODY, degraded: [] };
  try {
    const states = await within(readStates(ids, actors(), now), BUDGET_MS, 'the actors');
    return { viewer: viewerOf(ids, states, now), degraded: [] };
  } catch (error) {
    logger.error('the actors could not be read', { error: error as Error });
    return { viewer: { ...NOBODY, userId: ids.userId }, degraded: ['actors'] };
  }
}
