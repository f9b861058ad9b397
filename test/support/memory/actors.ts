import { ACTOR_LIMITS } from '../../../contract/limits.ts';
import type { ActorState, Preferences } from '../../../domain/identity/actor.ts';
import { applyChange, emptyState } from '../../../domain/identity/merge.ts';
import type { ActorKey } from '../../../domain/identity/owner.ts';
import type { ActorStore, Clock } from '../../../domain/ports.ts';
import { oldestWeek } from '../../../domain/seen/weeks.ts';

export interface MemoryActors extends ActorStore {
  /** Every actor that has a row. */
  readonly states: Map<ActorKey, ActorState>;
}

export function memoryActors(clock: Clock = Date.now): MemoryActors {
  const states = new Map<ActorKey, ActorState>();
  const stateOf = (actor: ActorKey) => states.get(actor) ?? emptyState(actor);
  const oldest = () => oldestWeek(clock(), ACTOR_LIMITS.seen);
  const withoutExpired = (state: ActorState): ActorState =>
    state.seen.some(({ week }) => week < oldest())
      ? { ...state, seen: state.seen.filter(({ week }) => week >= oldest()) }
      : state;
  return {
    states,
    async read(actors) {
      return new Map(actors.map((actor) => [actor, withoutExpired(stateOf(actor))]));
    },
    async record(change) {
      states.set(change.actor, applyChange(stateOf(change.actor), change, ACTOR_LIMITS, oldest()));
    },
    async putProfile(actor, profile) {
      states.set(actor, { ...stateOf(actor), profile });
    },
    async patchPreferences(actor, patch) {
      const merged = Object.entries({ ...stateOf(actor).preferences, ...definedOf(patch) });
      const preferences: Preferences = Object.fromEntries(merged.filter(([, value]) => value !== null));
      states.set(actor, { ...stateOf(actor), preferences });
      return preferences;
    },
    async remove(actor) {
      const state = stateOf(actor);
      states.delete(actor);
      return rowCounts(state);
    },
  };
}

const definedOf = (patch: object) =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));

/** The rows that the state would have in DynamoDB, by kind. */
function rowCounts(state: ActorState): Record<string, number> {
  const hasProfile = Object.keys({ ...state.profile, ...state.preferences }).length > 0;
  const months = new Set(state.purchases.map(({ occurredAt }) => occurredAt.slice(0, 7)));
  const counts = {
    profile: hasProfile ? 1 : 0,
    recent: state.recent.length > 0 ? 1 : 0,
    purchases: months.size,
    links: state.links.length > 0 ? 1 : 0,
    cookies: state.cookies.length > 0 ? 1 : 0,
    listed: state.lastListedAt === undefined ? 0 : 1,
    seen: state.seen.length,
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
