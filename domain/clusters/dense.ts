import type { ClusterModel } from './cluster.ts';
import type { Vector } from './learned.ts';
import { round } from './vocabulary.ts';

/** A vector with a place for every name of a vocabulary. */
export type Dense = readonly number[];
type Centroid = ClusterModel['clusters'][number]['centroid'];

/** Weights below it are noise of a few members: they would make a model of thousands of numbers. */
const LEAST_WEIGHT = 0.01;

/** Names that the vocabulary lacks fall away. */
export const toDense = (vector: Vector, names: readonly string[]): number[] =>
  names.map((name) => vector.get(name) ?? 0);

/** Of Euclidean length 1; one of length 0 stays as it is. */
export function normalised(vector: Dense): number[] {
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((weight) => weight / length) : [...vector];
}

/** A centre as the model keeps it: of length 1, rounded, without what hardly weighs. */
export function toCentroid(vector: Dense, names: readonly string[]): Centroid {
  const heavy = normalised(vector).map((weight) => (weight < LEAST_WEIGHT ? 0 : weight));
  const whole = normalised(heavy);
  return Object.fromEntries(names.flatMap((name, at) => (whole[at]! > 0 ? [[name, round(whole[at]!)]] : [])));
}
