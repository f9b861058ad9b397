import type { ActorState, Preferences } from '../../../domain/identity/actor.ts';
import { historyFor, readStates, type States } from '../../../domain/identity/history.ts';
import { cookieKey, userKey } from '../../../domain/identity/owner.ts';
import type { ActorStore } from '../../../domain/ports.ts';
import { NOBODY, type Viewer } from '../../../domain/ranking/context.ts';
import { logger } from '../../runtime/logger.ts';

interface Ids {
  readonly userId?: string | undefined;
  readonly cookieId?: string | undefined;
}

/** Whom the page is for. Where the actors cannot be read everybody's page is made, and says so. */
export async function readViewer(
  ids: Ids,
  actors: () => ActorStore,
  now: number,
): Promise<{ readonly viewer: Viewer; readonly degraded: readonly string[] }> {
  if (ids.userId === undefined && ids.cookieId === undefined) return { viewer: NOBODY, degraded: [] };
  try {
    return { viewer: viewerOf(ids, await readStates(ids, actors(), now), now), degraded: [] };
  } catch (error) {
    logger.error('the actors could not be read', { error: error as Error });
    return { viewer: { ...NOBODY, userId: ids.userId }, degraded: ['actors'] };
  }
}

/**
 * The user's own choices; a cookie's choices win over those of the user it was last seen with. With both ids
 * the user's count, but what was hidden or disliked on the cookie does not come back with the login.
 */
function viewerOf(ids: Ids, states: States, now: number): Viewer {
  const { owner, ...history } = historyFor(ids, states, now);
  const userId = owner?.startsWith('u#') ? owner.slice(2) : undefined;
  const user = userId === undefined ? undefined : states.get(userKey(userId));
  const cookie = ids.cookieId === undefined ? undefined : states.get(cookieKey(ids.cookieId));
  const ofCookie = ids.userId === undefined ? cookie?.preferences : refusals(user, cookie);
  return {
    userId,
    profile: user?.profile ?? {},
    preferences: { ...user?.preferences, ...ofCookie },
    ...history,
  };
}

function refusals(...states: readonly (ActorState | undefined)[]): Preferences {
  const united = (name: 'hiddenItems' | 'dislikedCategories') => [
    ...new Set(states.flatMap((state) => state?.preferences[name] ?? [])),
  ];
  return { hiddenItems: united('hiddenItems'), dislikedCategories: united('dislikedCategories') };
}
