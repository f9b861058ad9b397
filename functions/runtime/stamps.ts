import { mapBounded } from '../../adapters/retry.ts';
import type { Stamp } from '../../contract/stream.ts';
import { facetsOf } from '../../domain/clusters/clusters.ts';
import { compareFacets, type Facet, facet } from '../../domain/clusters/facet.ts';
import type { Event } from '../../domain/events/event.ts';
import { readStates, type Visitor } from '../../domain/identity/history.ts';
import { type ActorKey, cookieKey, type Link, owner } from '../../domain/identity/owner.ts';
import type { Clock } from '../../domain/ports.ts';
import { type ClusterModelReader, clusterModelReader } from './cluster-model.ts';
import { clustersFor } from './clusters.ts';
import { ExpiringMap } from './expiring-map.ts';
import { type FactsReader, factsReader } from './facts.ts';
import type { Stores } from './ports.ts';
import { viewerOf } from './viewer.ts';

/** Clusters are as of the last minute: who did ten things within it is read once. */
const HELD_MS = 60_000;
const MOST = 10_000;
/** Actors read at a time. */
const AT_ONCE = 16;

type Ports = Pick<Stores, 'actors' | 'artefacts' | 'items'>;
export type Stamper = (events: readonly Event[]) => Promise<readonly Stamp[]>;

/** Stamps events with whose they are and the facets that their actors have now. @throws what the stores throw */
export function stamper(stores: Ports, clock: Clock): Stamper {
  const knowledge: Knowledge = {
    facts: factsReader(() => stores.items, clock),
    model: clusterModelReader(() => stores.artefacts, clock),
  };
  const links = held((cookie: ActorKey) => readLinks(cookie, stores), clock);
  const facets = held((actor: ActorKey) => readFacets(actor, stores, knowledge, clock()), clock);
  return async (events) => {
    const cookies = [...new Set(events.flatMap(anonymousCookie))];
    const linksOf = new Map(
      await mapBounded(cookies, AT_ONCE, async (cookie) => [cookie, await links(cookie)] as const),
    );
    const owners = events.map((event) => owner(event, linksOf.get(anonymousCookie(event)[0]!)));
    const actors = [...new Set(owners)];
    const facetsOfActor = new Map(
      await mapBounded(actors, AT_ONCE, async (actor) => [actor, await facets(actor)] as const),
    );
    const items = await knowledge.facts(events.flatMap(({ itemId }) => itemId ?? []));
    return events.map((event, at): Stamp => {
      const actor = owners[at]!;
      const sellerId = event.itemId === undefined ? undefined : items.get(event.itemId)?.sellerId;
      const own = sellerId !== undefined && actor === `u#${sellerId}`;
      return { actor, facets: withPlatform(facetsOfActor.get(actor)!, event), ...(own && { own }) };
    });
  };
}

/** The cookie that decides whose an event without a user is. */
const anonymousCookie = ({ userId, cookieId }: Event): ActorKey[] =>
  userId === undefined && cookieId !== undefined ? [cookieKey(cookieId)] : [];

/** The platform of the event itself, in place of the one used last. */
function withPlatform(facets: readonly Facet[], { platform }: Event): readonly Facet[] {
  if (platform === undefined) return facets;
  const others = facets.filter((one) => !one.startsWith('platform='));
  return [...others, facet('platform', platform)].sort(compareFacets);
}

async function readLinks(cookie: ActorKey, { actors }: Ports): Promise<readonly Link[]> {
  return (await actors.read([cookie])).get(cookie)?.links ?? [];
}

/** What clusters are made with beside the actor. */
interface Knowledge {
  readonly facts: FactsReader;
  readonly model: ClusterModelReader;
}

async function readFacets(actor: ActorKey, { actors }: Ports, { facts, model }: Knowledge, now: number) {
  const visitor: Visitor = actor.startsWith('u#') ? { userId: actor.slice(2) } : { cookieId: actor.slice(2) };
  const viewer = viewerOf(visitor, await readStates(visitor, actors, now), now);
  const clusters = await clustersFor({ viewer, now }, facts, model);
  return facetsOf(clusters)
    .map((one) => one.facet)
    .sort(compareFacets);
}

/** Keeps what `read` answers for a minute; of a failure nothing is kept. */
function held<T>(read: (actor: ActorKey) => Promise<T>, clock: Clock): (actor: ActorKey) => Promise<T> {
  const known = new ExpiringMap<ActorKey, T>(MOST);
  return async (actor) => {
    const found = known.get(actor, clock());
    if (found) return found.value;
    const value = await read(actor);
    known.set(actor, value, clock() + HELD_MS);
    return value;
  };
}
