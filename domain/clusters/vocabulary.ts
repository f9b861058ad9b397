import type { ClusterModel } from './cluster.ts';
import type { Vector } from './learned.ts';

/** A category that fewer people look at tells nothing of a group. */
const LEAST_ACTORS = 5;
/** The most common ones: with 50,000 actors a matrix of 120 MB. */
const MOST_NAMES = 300;
const DIGITS = 1e6;

/**
 * Inverse document frequency, ln(actors / actors with the name), of the names that interest is measured in. What everybody
 * looks at (the one root of a shop) weighs nothing and is left out, as are rare names. By name.
 */
export function idfOf(interests: readonly Vector[]): ClusterModel['idf'] {
  const actorsWith = new Map<string, number>();
  for (const interest of interests)
    for (const name of interest.keys()) actorsWith.set(name, (actorsWith.get(name) ?? 0) + 1);
  const kept = [...actorsWith]
    .filter(([, count]) => count >= LEAST_ACTORS && count < interests.length)
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, MOST_NAMES)
    .map(([name, count]) => [name, round(Math.log(interests.length / count))] as const);
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Six digits are more than any difference that matters, and half the bytes. */
export const round = (value: number): number => Math.round(value * DIGITS) / DIGITS;
