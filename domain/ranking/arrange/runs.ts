/**
 * How long the longest run of a category must become, from the one under way on, for each category that could come next. m items between n
 * others are at best in n + 1 groups, and a run under way is one of them.
 */
export class RunsAhead {
  readonly #left: Int32Array;
  readonly #rest: number;
  readonly #last: number;
  readonly #run: number;
  /** The category of which most is left, what it forces, and what the others force. */
  readonly #most: number;
  readonly #forcedByMost: number;
  readonly #forcedByOthers: number;

  /**
   * @param left items of each category. @param total their sum
   * @param shown the last category shown, and how often in a row
   */
  constructor(left: Int32Array, total: number, shown: { readonly last: number; readonly run: number }) {
    this.#left = left;
    this.#rest = total - 1;
    this.#last = shown.last;
    this.#run = shown.run;
    let [most, second] = [0, 0];
    for (let category = 0; category < left.length; category++) {
      const items = left[category]!;
      if (items > left[most]! || category === 0)
        [most, second] = [category, category === 0 ? 0 : left[most]!];
      else if (items > second) second = items;
    }
    this.#most = most;
    this.#forcedByMost = this.#longest(left[most]!, 0);
    this.#forcedByOthers = this.#longest(second, 0);
  }

  after(category: number): number {
    const run = category === this.#last ? this.#run + 1 : 1;
    const forced = category === this.#most ? this.#forcedByOthers : this.#forcedByMost;
    return Math.max(run, forced, this.#longest(this.#left[category]! - 1, run));
  }

  #longest(items: number, underWay: number): number {
    const groups = this.#rest - items + 1;
    return items + underWay <= groups ? 1 : Math.ceil((items + underWay) / groups);
  }
}
