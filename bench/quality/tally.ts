import type { Bootstrap, Interval } from './bootstrap.ts';
import { type Figures, METRICS, type Metric } from './metrics.ts';

/** One measure of a method: its figures summed by user, and how many lists of each user were judged. */
export interface Column {
  readonly sums: Float64Array;
  readonly lists: Float64Array;
}

/** A method's figures by user, over one split or several. Users have places, the same for all methods of a run. */
export class Tally {
  readonly #lists: Float64Array;
  readonly #sums: Readonly<Record<Metric, Float64Array>>;

  constructor(users: number) {
    this.#lists = new Float64Array(users);
    this.#sums = Object.fromEntries(METRICS.map((metric) => [metric, new Float64Array(users)])) as Record<
      Metric,
      Float64Array
    >;
  }

  add(place: number, figures: Figures): void {
    this.#lists[place]!++;
    for (const metric of METRICS) this.#sums[metric][place]! += figures[metric];
  }

  column(metric: Metric): Column {
    return { sums: this.#sums[metric], lists: this.#lists };
  }
}

/** The mean over all lists. */
export const meanOf = ({ sums, lists }: Column): number => sumOf(sums) / sumOf(lists);

/** How much better one method is than another, with its interval. Both were judged on the same lists. */
export function difference(bootstrap: Bootstrap, one: Column, other: Column): Interval {
  if (one.lists.some((lists, place) => lists !== other.lists[place]))
    throw new RangeError('two methods can be compared on the same lists only');
  return bootstrap.interval(
    one.sums.map((sum, place) => sum - other.sums[place]!),
    one.lists,
  );
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
