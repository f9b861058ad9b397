import type { ActorState, Preferences, Profile } from '../../domain/identity/actor.ts';
import { historyFor, type States, type Visitor } from '../../domain/identity/history.ts';
import { cookieKey, userKey } from '../../domain/identity/owner.ts';
import type { Viewer } from '../../domain/ranking/context.ts';

/**
 * The user's own choices; a cookie's choices win over those of the user it was last seen with. With both ids
 * the user's count, but what was hidden or disliked on the cookie does not come back with the login. A cookie alone is nobody declared
 * an adult: another may sit at its computer than the user it was last seen with.
 */
export function viewerOf(ids: Visitor, states: States, now: number): Viewer {
  const { owner, ...history } = historyFor(ids, states, now);
  const userId = owner?.startsWith('u#') ? owner.slice(2) : undefined;
  const user = userId === undefined ? undefined : states.get(userKey(userId));
  const cookie = ids.cookieId === undefined ? undefined : states.get(cookieKey(ids.cookieId));
  const ofCookie = ids.userId === undefined ? cookie?.preferences : refusals(user, cookie);
  return {
    userId,
    profile: ids.userId === undefined ? notAdult(user?.profile) : (user?.profile ?? {}),
    preferences: { ...user?.preferences, ...ofCookie },
    ...history,
    lastListedAt: user?.lastListedAt,
  };
}

const notAdult = ({ adult: _, ...profile }: Profile = {}): Profile => profile;

function refusals(...states: readonly (ActorState | undefined)[]): Preferences {
  const united = (name: 'hiddenItems' | 'dislikedCategories') => [
    ...new Set(states.flatMap((state) => state?.preferences[name] ?? [])),
  ];
  return { hiddenItems: united('hiddenItems'), dislikedCategories: united('dislikedCategories') };
}
