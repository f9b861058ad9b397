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

/** The learned cluster whose centre is most like some interests (cosine); ties by order of the model. */
export function nearestCluster(interests: Vector, model: Pick<ClusterModel, 'idf' | 'clusters'>) {
  const vector = toVector(interests, model.idf);
  if (!vector) return undefined;
  let nearest: { readonly id: string; readonly name: string; readonly likeness: number } | undefined;
  for (const { id, name, centroid } of model.clusters) {
    const likeness = cosine(vector, centroid);
    if (likeness > (nearest?.likeness ?? 0)) nearest = { id, name, likeness: Math.min(1, likeness) };
  }
  return nearest;
}

function cosine(vector: Vector, centroid: Readonly<Record<string, number>>): number {
  let sum = 0;
  for (const [name, weight] of vector) if (Object.hasOwn(centroid, name)) sum += weight * centroid[name]!;
  return sum;
}
