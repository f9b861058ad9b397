import type { ClusterModel } from './cluster.ts';

/** A sparse vector by category name. */
export type Vector = ReadonlyMap<string, number>;

/** Interests weighted by how rare each category is, of Euclidean length 1; undefined when nothing is left. */
export function toVector(interests: Vector, idf: ClusterModel['idf']): Vector | undefined {
  const weighted = [...interests].flatMap(([name, weight]) => {
    const factor = Object.hasOwn(idf, name) ? idf[name]! : 0;
    return factor * weight > 0 ? [[name, factor * weight] as const] : [];
  });
  const length = Math.hypot(...weighted.map(([, weight]) => weight));
  return length > 0 ? new Map(weighted.map(([name, weight]) => [name, weight / length])) : undefined;
}

/** The learned cluster that some interests belong to: nearestCentre of their vector. */
export function nearestCluster(interests: Vector, { idf, clusters }: Pick<ClusterModel, 'idf' | 'clusters'>) {
  const vector = toVector(interests, idf);
  return vector && nearestCentre(vector, clusters);
}

/** The cluster whose centre is most like a vector (cosine); ties by order. Undefined where all are at right angles. */
export function nearestCentre<Of extends Pick<ClusterModel['clusters'][number], 'centroid'>>(
  vector: Vector,
  clusters: readonly Of[],
): (Of & { readonly likeness: number }) | undefined {
  let [nearest, most]: [Of | undefined, number] = [undefined, 0];
  for (const cluster of clusters) {
    const likeness = cosine(vector, cluster.centroid);
    if (likeness > most) [nearest, most] = [cluster, likeness];
  }
  return nearest && { ...nearest, likeness: Math.min(1, most) };
}

function cosine(vector: Vector, centroid: Readonly<Record<string, number>>): number {
  let sum = 0;
  for (const [name, weight] of vector) if (Object.hasOwn(centroid, name)) sum += weight * centroid[name]!;
  return sum;
}
