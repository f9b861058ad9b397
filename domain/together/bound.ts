import type { Similarity } from './parameters.ts';

/**
 * What a count must reach to score as much as the worst of a row's k best: at least
 * `slope · weights[j] + base`, where j is the partner. Every similarity but llr can be turned round to this,
 * so that most pairs are passed over without a score.
 */
export interface Bound {
  /** By partner: the larger its n_j, the more it weighs; those that weigh the same score the same. */
  readonly weights: Float64Array;
  /** @param worst score of the worst of the k best @param ni n of the row's item */
  slope(worst: number, ni: number): number;
  base(worst: number, ni: number): number;
}

/** More than the rounding of scores and bounds can be off: nothing that ties is passed over. */
const CAREFUL = 1 - 2 ** -40;

/**
 * @param totals n of each partner @param units N
 * @param byItem whether partners come by item: then one that counts the same as the worst, and comes later, is worse
 */
export function toBound(
  similarity: Similarity,
  shrink: number,
  totals: Uint32Array,
  units: number,
  byItem = false,
): Bound {
  const of = (weight: (nj: number) => number, slope: Bound['slope'], base: Bound['base']): Bound => {
    return {
      weights: Float64Array.from(totals, weight),
      slope: (worst, ni) => CAREFUL * slope(worst, ni),
      base: (worst, ni) => CAREFUL * base(worst, ni),
    };
  };
  const identity = (nj: number) => nj;
  const none = () => 0;
  switch (similarity) {
    case 'cosine':
      return of(
        Math.sqrt,
        (worst, ni) => worst * Math.sqrt(ni),
        (worst) => worst * shrink,
      );
    case 'count':
      return of(none, none, (worst) => (byItem ? worst + 1 : worst));
    case 'jaccard':
      return of(
        identity,
        (worst) => worst / (1 + worst),
        (worst, ni) => (worst * ni) / (1 + worst),
      );
    case 'lift':
      return of(identity, (worst, ni) => (worst * ni) / units, none);
    case 'llr':
      return of(none, none, none);
  }
}
