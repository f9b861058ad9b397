import { mulberry } from '../random.ts';
import { type Dense, normalised } from './dense.ts';

/**
 * Where k-means begins: the last run's centres first, so that groups stay what they are; the missing ones drawn from the
 * points as k-means++ does, by their squared distance to the nearest centre so far. Fewer where no point is left that
 * differs. The same seed draws the same.
 */
export function firstCentres(
  points: readonly Dense[],
  kept: readonly Dense[],
  count: number,
  seed: number,
): Dense[] {
  const random = mulberry(seed);
  const centres = kept.slice(0, count).map(normalised);
  const distances = new Float64Array(points.length).fill(2);
  for (const centre of centres) moveNearer(distances, points, centre);
  while (centres.length < count) {
    const drawn = draw(distances, random());
    if (drawn === undefined) return centres;
    centres.push([...points[drawn]!]);
    moveNearer(distances, points, points[drawn]!);
  }
  return centres;
}

/** Squared distances of points of length 1 are 2 − 2 · cosine. */
function moveNearer(distances: Float64Array, points: readonly Dense[], centre: Dense): void {
  for (const [at, point] of points.entries()) {
    let cosine = 0;
    for (let place = 0; place < centre.length; place++) cosine += point[place]! * centre[place]!;
    const distance = 2 - 2 * cosine;
    distances[at] = distance < SAME ? 0 : Math.min(distances[at]!, distance);
  }
}
/** Rounding keeps equal points this far apart at most. */
const SAME = 1e-9;

function draw(weights: Float64Array, chance: number): number | undefined {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total <= 0) return undefined;
  let left = chance * total;
  const found = weights.findIndex((weight) => {
    left -= weight;
    return weight > 0 && left < 0;
  });
  return found < 0 ? weights.findLastIndex((weight) => weight > 0) : found;
}
