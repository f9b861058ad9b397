import type { Acts } from './acts.ts';

/** Which distinct items of a unit count, by their latest acts. Remembers between units only to save memory. */
export class RecentItems {
  readonly #acts: Acts;
  readonly #most: number;
  /** By item: the number of the last unit that it was met in. */
  readonly #metIn: Uint32Array;
  #unit = 0;

  constructor(acts: Acts, most: number) {
    this.#acts = acts;
    this.#most = most;
    this.#metIn = new Uint32Array(acts.itemIds.length);
  }

  /**
   * The latest act of each distinct item of a unit; of more than `most` items the most recent, ties by item
   * id ascending.
   * @param members acts of the unit in order of moments
   */
  of(members: Uint32Array): number[] {
    const distinct = this.#latest(members);
    return distinct.length > this.#most ? this.#mostRecent(distinct) : distinct;
  }

  #latest(members: Uint32Array): number[] {
    const unit = ++this.#unit;
    const distinct: number[] = [];
    for (let index = members.length - 1; index >= 0; index--) {
      const act = members[index]!;
      const item = this.#acts.items[act]!;
      if (this.#metIn[item] === unit) continue;
      this.#metIn[item] = unit;
      distinct.push(act);
    }
    return distinct;
  }

  #mostRecent(distinct: number[]): number[] {
    const { times, items } = this.#acts;
    return distinct.sort((a, b) => times[b]! - times[a]! || items[a]! - items[b]!).slice(0, this.#most);
  }
}
