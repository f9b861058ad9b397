import type { Similarity } from './parameters.ts';

/**
 * Similarity of items i and j that c of N units have both, n_i and n_j each. IEEE doubles by the formula
 * as written (design §6), so that anybody computes the same.
 */
export type Score = (c: number, ni: number, nj: number) => number;

/** @param shrink of cosine: c/(√(n_i·n_j) + shrink) @param units N */
export function scorer(similarity: Similarity, shrink: number, units: number): Score {
  switch (similarity) {
    case 'cosine':
      return (c, ni, nj) => c / (Math.sqrt(ni * nj) + shrink);
    case 'count':
      return (c) => c;
    case 'jaccard':
      return (c, ni, nj) => c / (ni + nj - c);
    case 'lift':
      return (c, ni, nj) => (c * units) / (ni * nj);
    case 'llr':
      return (c, ni, nj) => likelihoodRatio(c, ni, nj, units);
  }
}

/**
 * Dunning's G² (Accurate Methods for the Statistics of Surprise and Coincidence, 1993) of the 2×2 table
 * of having i and having j: 2 Σ k·ln(k·N/(row·column)), rounded to 9 digits after the point since the sum
 * depends on its order in the last bits.
 */
export function likelihoodRatio(c: number, ni: number, nj: number, units: number): number {
  const sum =
    cell(c, ni, nj, units) +
    cell(ni - c, ni, units - nj, units) +
    cell(nj - c, units - ni, nj, units) +
    cell(units - ni - nj + c, units - ni, units - nj, units);
  return round9(2 * sum);
}

/**
 * Nothing where the table holds nothing. In view-buy it may also hold less than nothing, or something in a
 * row or column of none: an actor who viewed i and bought j, but not in time, is in n_i and n_j and not in
 * c, so that the fourth cell falls short by one.
 */
const cell = (k: number, row: number, column: number, units: number): number =>
  k <= 0 || row * column === 0 ? 0 : k * Math.log((k * units) / (row * column));

const BILLION = 1e9;
/** Below it a billionfold is off by less than a thousandth, so that thousandths decide all but near-halves. */
const EXACT_BELOW = 2 ** 43 / BILLION;

/**
 * The same number as `Number(value.toFixed(9))` without the text on the way, ten times faster. A whole
 * number of billionths divided by a billion is the double nearest to that decimal, as parsing gives it.
 */
export function round9(value: number): number {
  const scaled = value * BILLION;
  const whole = Math.floor(scaled);
  const rest = scaled - whole;
  if (!(Math.abs(value) < EXACT_BELOW) || Math.abs(rest - 0.5) < 0.01) return Number(value.toFixed(9)) + 0;
  return (rest > 0.5 ? whole + 1 : whole) / BILLION + 0;
}
