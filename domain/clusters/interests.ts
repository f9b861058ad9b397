import type { Action } from '../identity/actor.ts';
import type { ItemFacts } from './cluster.ts';

/** How much each kind of action says of an interest; what is not here says nothing. */
const ACTION_WEIGHTS: Readonly<Partial<Record<Action['type'], number>>> = {
  view: 1,
  click: 1,
  like: 2,
  chat: 2,
  cart: 3,
  purchase: 3,
};
/** The newest distinct items that interests are made from: as many as a page's history reads. */
export const INTEREST_ITEMS = 30;
const HALF_LIFE_MS = 30 * 86_400_000;

/** An item acted on, with how much it says. */
export interface Acted {
  readonly itemId: string;
  readonly weight: number;
}

/**
 * The newest distinct items of a history (actions oldest first, any order of ties), newest first, each with its weightiest
 * action, halved every 30 days counted from the newest action, so that interests do not fade while nobody looks.
 */
export function actedOn(actions: readonly Pick<Action, 'type' | 'itemId' | 'occurredAt'>[]): Acted[] {
  const newest = Date.parse(
    actions.findLast(({ type }) => ACTION_WEIGHTS[type] !== undefined)?.occurredAt ?? '',
  );
  const weights = new Map<string, number>();
  for (const { itemId, type, occurredAt } of actions.toReversed()) {
    const base = ACTION_WEIGHTS[type];
    if (itemId === undefined || base === undefined) continue;
    if (!weights.has(itemId) && weights.size >= INTEREST_ITEMS) continue;
    const weight = base * 2 ** (-Math.max(0, newest - Date.parse(occurredAt)) / HALF_LIFE_MS);
    weights.set(itemId, Math.max(weight, weights.get(itemId) ?? 0));
  }
  return [...weights].map(([itemId, weight]) => ({ itemId, weight }));
}

/** The names that interest is measured in: the two most general ones of an item's path. */
export const interestNames = ({ categories }: Pick<ItemFacts, 'categories'>): readonly string[] => [
  ...new Set(categories.slice(0, 2)),
];

/** Summed weights by category name, of the items that are known. */
export function interestsOf(
  acted: readonly Acted[],
  items: ReadonlyMap<string, ItemFacts>,
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { itemId, weight } of acted) {
    const item = items.get(itemId);
    if (item) for (const name of interestNames(item)) sums.set(name, (sums.get(name) ?? 0) + weight);
  }
  return sums;
}
