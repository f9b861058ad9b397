import type { ClusterModel } from './cluster.ts';

type Centroid = ClusterModel['clusters'][number]['centroid'];

const MOST_NAMES = 3;
/** A category names a group if it weighs at least this share of its heaviest. */
const LEAST_SHARE = 0.4;

/**
 * What groups are called: their two or three heaviest categories, "shoes, bags". Where two would be called alike the later
 * one gets one category more, and a number when it has no more.
 */
export function namesOf(centroids: readonly Centroid[]): string[] {
  const taken = new Set<string>();
  return centroids.map((centroid) => {
    const ranked = Object.entries(centroid).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    const heavy = ranked.filter(([, weight]) => weight >= LEAST_SHARE * ranked[0]![1]);
    const least = Math.min(MOST_NAMES, Math.max(1, heavy.length));
    const name = firstFree(
      ranked.map(([category]) => category),
      least,
      taken,
    );
    taken.add(name);
    return name;
  });
}

function firstFree(categories: readonly string[], least: number, taken: ReadonlySet<string>): string {
  for (let count = least; count <= categories.length; count++) {
    const name = categories.slice(0, count).join(', ');
    if (!taken.has(name)) return name;
  }
  const whole = categories.slice(0, least).join(', ');
  let number = 2;
  while (taken.has(`${whole} ${number}`)) number++;
  return `${whole} ${number}`;
}
