import { mulberry } from '../../domain/random.ts';

/** Of the mean of paired differences: 95 of 100 resamples lie between low and high. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const SEED = 1;
const RESAMPLES = 1000;

/**
 * Intervals of paired differences by the percentile bootstrap over users (Efron and Tibshirani 1993, chapter 13): always the
 * same resamples for the same number of users, so that all comparisons of a run are of the same draws and repeat exactly.
 */
export class Bootstrap {
  /** How often each user is drawn, a resample after another. */
  readonly #draws: Uint8Array;
  readonly #users: number;

  constructor(users: number) {
    this.#users = users;
    this.#draws = new Uint8Array(users * RESAMPLES);
    const random = mulberry(SEED);
    for (let resample = 0; resample < RESAMPLES; resample++)
      for (let drawn = 0; drawn < users; drawn++)
        this.#draws[resample * users + Math.floor(random() * users)]!++;
  }

  /**
   * @param differences summed over each user's lists
   * @param lists of each user: more than one where weeks follow one another, so that a user is drawn with all of them
   */
  interval(differences: Float64Array, lists: Float64Array): Interval {
    const means = new Float64Array(RESAMPLES);
    for (let resample = 0; resample < RESAMPLES; resample++) {
      let [sum, size] = [0, 0];
      const from = resample * this.#users;
      for (let user = 0; user < this.#users; user++) {
        const times = this.#draws[from + user]!;
        sum += times * differences[user]!;
        size += times * lists[user]!;
      }
      means[resample] = size > 0 ? sum / size : 0;
    }
    means.sort();
    return {
      mean: sumOf(differences) / sumOf(lists),
      low: means[Math.floor(0.025 * RESAMPLES)]!,
      high: means[Math.ceil(0.975 * RESAMPLES) - 1]!,
    };
  }
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
