import { hash32 } from '../hash.ts';
import type { ClusterModel } from './cluster.ts';

type Known = Pick<ClusterModel['clusters'][number], 'id' | 'centroid'>;
type Centroid = Known['centroid'];

/** Below this cosine a group is another one: its people's popularity must not go on under the old id. */
const LEAST_LIKENESS = 0.5;

/**
 * The ids of new centres: each takes that of the last run's cluster most like it, the likest pairs first, each old id at
 * most once. What is like none gets an id made of the run's version, which no other run has, so that an id never comes to
 * stand for something else. Answers in the order of the centres.
 */
export function matchIds(centroids: readonly Centroid[], last: readonly Known[], version: string): string[] {
  const pairs = centroids
    .flatMap((centroid, at) => last.map((known) => ({ at, id: known.id, cosine: cosine(centroid, known) })))
    .filter((pair) => pair.cosine >= LEAST_LIKENESS)
    .sort((a, b) => b.cosine - a.cosine || a.at - b.at || (a.id < b.id ? -1 : 1));
  const ids = new Map<number, string>();
  const taken = new Set<string>();
  for (const { at, id } of pairs) {
    if (ids.has(at) || taken.has(id)) continue;
    ids.set(at, id);
    taken.add(id);
  }
  return centroids.map((_, at) => ids.get(at) ?? newId(version, at));
}

const newId = (version: string, at: number): string =>
  `g${hash32(`${version}\t${at}`).toString(36).padStart(7, '0')}`;

/** Both are of Euclidean length 1. */
function cosine(a: Centroid, { centroid: b }: Known): number {
  let sum = 0;
  for (const [name, weight] of Object.entries(a)) if (Object.hasOwn(b, name)) sum += weight * b[name]!;
  return sum;
}
