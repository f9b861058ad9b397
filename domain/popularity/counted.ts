import type { Facet } from '../clusters/facet.ts';
import { eventKey } from '../events/deduplicate.ts';
import type { Event, Scope } from '../events/event.ts';

/** How much each kind of action says, in halves, so that half of it is a whole number too. */
const WEIGHTS: Readonly<Partial<Record<Event['type'], number>>> = {
  view: 2,
  click: 2,
  like: 6,
  chat: 8,
  cart: 8,
  purchase: 16,
};

/** An event in the form that popularity keeps. An impression has the weight 0. */
export interface Counted {
  readonly key: string;
  readonly actor: string;
  readonly itemId: string;
  /** Milliseconds. */
  readonly time: number;
  /** In halves. */
  readonly weight: number;
  /** Sorted, without `all`. */
  readonly facets: readonly Facet[];
}

/** What popularity needs of a line of the archive with its stamp. */
export interface StampedEvent {
  readonly scope: Scope;
  readonly event: Event;
  readonly stamp: {
    readonly actor: string;
    readonly facets: readonly Facet[];
    readonly own?: true | undefined;
  };
}

/**
 * An event as popularity counts it; undefined for one that says nothing of an item, or of an actor's own listing. What our own
 * sections led to weighs half, against the feedback loop.
 */
export function toCounted({ scope, event, stamp }: StampedEvent): Counted | undefined {
  const { itemId, type } = event;
  const whole = type === 'impression' ? 0 : WEIGHTS[type];
  if (itemId === undefined || whole === undefined || stamp.own) return undefined;
  const isOurs = event.recommendationId !== undefined || event.section !== undefined;
  return {
    key: eventKey({ scope, event }),
    actor: stamp.actor,
    itemId,
    time: Date.parse(event.occurredAt),
    weight: isOurs ? whole / 2 : whole,
    facets: stamp.facets,
  };
}

/** Total order of copies of an event: the smallest counts. */
export function compareCounted(a: Counted, b: Counted): number {
  return (
    a.time - b.time ||
    compareText(a.itemId, b.itemId) ||
    a.weight - b.weight ||
    compareText(a.actor, b.actor) ||
    compareText(a.facets.join('\n'), b.facets.join('\n'))
  );
}

const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
