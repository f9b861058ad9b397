import type { Arrangeable } from './arrangeable.ts';

export interface Mmr {
  /** 1: the scores alone; 0: nothing but difference. */
  readonly lambda: number;
  /** Items to choose; the others follow in their order. */
  readonly size: number;
  /** How alike two items of one leaf category are, 0 … 1; of one name group they are 1. */
  readonly category: number;
}

type Relevant = Pick<Arrangeable, 'score' | 'category'>;

/**
 * Maximal marginal relevance (Carbonell & Goldstein 1998): each next item is the one of the greatest λ · score − (1 − λ) · likeness to the
 * most alike of those chosen. Scores count as shares of the best; likeness is 1 in one name group, else the shared part of the
 * category paths. Of equals the better ranked comes first. O(size · n): the likeness to what is chosen is kept, and only grows.
 * @param leaders name group of each item (name-groups.ts)
 */
export function mmr<Item extends Relevant>(
  items: readonly Item[],
  leaders: ArrayLike<number>,
  { lambda, size, category }: Mmr,
): Item[] {
  const best = Math.max(...items.map(({ score }) => score), Number.MIN_VALUE);
  const likeness = new Float64Array(items.length);
  const paths = pathsOf(items);
  const order = new Set<number>();
  while (order.size < Math.min(size, items.length)) {
    const chosen = mostRelevant((at) => lambda * (items[at]!.score / best) - (1 - lambda) * likeness[at]!);
    order.add(chosen);
    const shares = paths.distinct.map((path) => category * sharedPart(path, items[chosen]!.category));
    for (let at = 0; at < items.length; at++) {
      const alike = leaders[at] === leaders[chosen] ? 1 : shares[paths.of[at]!]!;
      if (alike > likeness[at]!) likeness[at] = alike;
    }
  }
  return [...Array.from(order, (at) => items[at]!), ...items.filter((_, at) => !order.has(at))];

  function mostRelevant(value: (at: number) => number): number {
    let [chosen, greatest] = [-1, Number.NEGATIVE_INFINITY];
    for (let at = 0; at < items.length; at++) {
      if (order.has(at)) continue;
      const own = value(at);
      if (own > greatest) [chosen, greatest] = [at, own];
    }
    return chosen;
  }
}

/** The share of two category paths that is one, from the general end: 1 for the same. */
export function sharedPart(a: readonly string[], b: readonly string[]): number {
  const longer = Math.max(a.length, b.length);
  if (longer === 0) return 1;
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  return shared / longer;
}

/** The distinct paths, and which one each item has. */
function pathsOf(items: readonly Relevant[]): { distinct: readonly (readonly string[])[]; of: Int32Array } {
  const numbers = new Map<string, number>();
  const distinct: (readonly string[])[] = [];
  const of = Int32Array.from(items, ({ category }) => {
    const text = category.join('\n');
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, distinct.length);
    return distinct.push(category) - 1;
  });
  return { distinct, of };
}
