import { hash32 } from '../hash.ts';
import type { ClusterModel } from './cluster.ts';
import { type Dense, toCentroid, toDense } from './dense.ts';
import { nearestCentre, toVector, type Vector } from './learned.ts';
import { matchIds } from './match-ids.ts';
import { namesOf } from './names.ts';
import { firstCentres } from './seeds.ts';
import { idfOf } from './vocabulary.ts';

/** So many people a group on average, or there are fewer groups. */
const ACTORS_PER_CLUSTER = 50;
/** A group of fewer says little, and could give away what one person likes. */
const LEAST_SIZE = 10;

/** Moves centres to where k-means ends: the library behind it is the caller's. */
export type KMeans = (points: readonly Dense[], centres: readonly Dense[]) => readonly Dense[];

export interface LearnOptions {
  readonly version: string;
  /** Groups at most. */
  readonly clusters: number;
  readonly last: Pick<ClusterModel, 'clusters'> | undefined;
  readonly kMeans: KMeans;
}

export type LearnedGroups = Pick<ClusterModel, 'idf' | 'clusters'>;

/**
 * Groups of people by what they are interested in (design §7): TF-IDF of their interests, length 1, k-means from the last
 * run's centres, the nearest centre by cosine. Without two groups of enough people there are none. Pure: the same interests in
 * the same order give the same groups.
 */
export function learnGroups(interests: readonly Vector[], options: LearnOptions): LearnedGroups {
  const idf = idfOf(interests);
  const vectors = interests.flatMap((interest) => toVector(interest, idf) ?? []);
  const count = Math.min(options.clusters, Math.floor(vectors.length / ACTORS_PER_CLUSTER));
  if (count < 2) return { idf: {}, clusters: [] };
  const names = Object.keys(idf);
  const points = vectors.map((vector) => toDense(vector, names));
  const seeds = firstCentres(points, lastCentres(options.last, names), count, hash32('clusters'));
  const centroids = options.kMeans(points, seeds).map((centre) => toCentroid(centre, names));
  const groups = withSizes(vectors, centroids).filter(({ size }) => size >= LEAST_SIZE);
  return { idf, clusters: described(groups, options) };
}

/** The last run's centres among today's names, the largest groups first; one without any of these is over. */
function lastCentres(last: LearnOptions['last'], names: readonly string[]): number[][] {
  return [...(last?.clusters ?? [])]
    .sort((a, b) => b.size - a.size || (a.id < b.id ? -1 : 1))
    .map(({ centroid }) => toDense(new Map(Object.entries(centroid)), names))
    .filter((centre) => centre.some((weight) => weight > 0));
}

type Group = Pick<ClusterModel['clusters'][number], 'size' | 'centroid'>;

/** How many are nearest to each centre. */
function withSizes(vectors: readonly Vector[], centroids: readonly Group['centroid'][]): Group[] {
  const groups = centroids.map((centroid, at) => ({ at, centroid }));
  const sizes = centroids.map(() => 0);
  for (const vector of vectors) {
    const nearest = nearestCentre(vector, groups);
    if (nearest) sizes[nearest.at]!++;
  }
  return groups.map(({ at, centroid }) => ({ size: sizes[at]!, centroid }));
}

/** The largest first: of equal likeness the first counts when somebody's group is looked for. */
function described(groups: readonly Group[], { last, version }: LearnOptions): ClusterModel['clusters'] {
  const centroids = groups.map(({ centroid }) => centroid);
  const ids = matchIds(centroids, last?.clusters ?? [], version);
  const bySize = groups
    .map((group, at) => ({ id: ids[at]!, ...group }))
    .sort((a, b) => b.size - a.size || (a.id < b.id ? -1 : 1));
  const names = namesOf(bySize.map(({ centroid }) => centroid));
  return bySize.map(({ id, size, centroid }, at) => ({ id, name: names[at]!, size, centroid }));
}
