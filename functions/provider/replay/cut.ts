import type { ActorState } from '../../../domain/identity/actor.ts';
import type { ActorStore } from '../../../domain/ports.ts';
import type { ApiContext } from '../../runtime/api.ts';

/** The world in which nobody has done anything yet since a moment, milliseconds: what came of a page must not make it. */
export function cutAt(api: ApiContext, time: number): ApiContext {
  const actors: ActorStore = Object.create(api.stores.actors, {
    read: {
      value: async (keys: Parameters<ActorStore['read']>[0]) => {
        const states = await api.stores.actors.read(keys);
        return new Map([...states].map(([key, state]) => [key, before(state, time)]));
      },
    },
  });
  // The stores are made when they are first asked for: a copy would ask for all.
  return { ...api, stores: Object.create(api.stores, { actors: { value: actors } }) };
}

/** What was seen is kept by the day, so that of the moment's day all of it stays. */
function before(state: ActorState, time: number): ActorState {
  const isBefore = ({ occurredAt }: { readonly occurredAt: string }) => Date.parse(occurredAt) < time;
  return {
    ...state,
    recent: state.recent.filter(isBefore),
    purchases: state.purchases.filter(isBefore),
    links: state.links.filter(isBefore),
  };
}
