import { type Arrangeable, categoryAt, type Level } from './arrangeable.ts';
import { chain, type Keyed, keyed, NO_KEY } from './keys.ts';
import { RunsAhead } from './runs.ts';
import { TAIL_MOST } from './tail.ts';

export interface Shuffle {
  readonly level: Level;
  /** Last places in which a category may have its share, 1 … 24. */
  readonly window: number;
  /** Share of the best waiting item's score that an item must have to come before it, 0 … 1; 1 changes next to nothing. */
  readonly floor: number;
  /** Hashes of the categories shown before this list, oldest first (tail.ts). */
  readonly before?: readonly number[];
}

/** Of an item what has to stay at its place, whichever item stands there; the same for all: any item may stand anywhere. */
type PlaceOf<Item> = (item: Item) => string;

type Categorized = Pick<Arrangeable, 'score' | 'category'>;

/**
 * Spreads each category evenly over a list (best first), in the order of its items. A place takes the best ranked item whose category is below
 * its share of what is left, counted over the last places; before that, one which keeps runs of a category as short as they can still be. Depends
 * on what is left and on the tail alone, so that pages cut from it are one long list. O(n · categories).
 *
 * @param placeOf where items take turns: each place keeps the turn that it had, so that only items of one turn change places
 */
export function shuffleByCategory<Item extends Categorized>(
  items: readonly Item[],
  { level, window, floor, before = [] }: Shuffle,
  placeOf: PlaceOf<Item> = () => '',
): Item[] {
  const texts = items.map(({ category }) => categoryAt(category, level));
  const scores = Float64Array.from(items, ({ score }) => score);
  const turns = keyed(items.map(placeOf));
  const pool = new Pool(keyed(texts, before.slice(-TAIL_MOST)), turns, scores, window);
  return items.map((_, place) => items[pool.take(turns.keys[place]!, floor)]!);
}

/** Categories' items that wait, and what was shown last. */
class Pool {
  readonly #scores: Float64Array;
  readonly #window: number;
  readonly #categories: number;
  /** Of each turn, the first waiting item of each category. */
  readonly #heads: Int32Array;
  readonly #next: Int32Array;
  readonly #left: Int32Array;
  /** Of each category in the last places. */
  readonly #recent: Int32Array;
  readonly #shown: number[] = [];
  #total: number;

  constructor({ keys, distinct, before }: Keyed, turns: Keyed, scores: Float64Array, window: number) {
    const queues = keys.map((category, place) => turns.keys[place]! * distinct + category);
    const { first, next } = chain(queues, turns.distinct * distinct);
    this.#categories = distinct;
    this.#scores = scores;
    this.#window = window;
    this.#heads = first;
    this.#next = next;
    this.#left = new Int32Array(distinct);
    this.#recent = new Int32Array(distinct);
    this.#total = keys.length;
    for (const key of keys) this.#left[key]!++;
    for (const category of before) this.#remember(category);
  }

  /** Takes out the item that comes next, and says where it was. */
  take(turn: number, floor: number): number {
    const heads = this.#heads.subarray(turn * this.#categories, (turn + 1) * this.#categories);
    const category = this.#choose(heads, this.#leastScore(heads, floor));
    const place = heads[category]!;
    heads[category] = this.#next[place]!;
    this.#left[category]!--;
    this.#total--;
    this.#remember(category);
    return place;
  }

  #remember(category: number): void {
    this.#shown.push(category);
    if (category !== NO_KEY) this.#recent[category]!++;
    const gone = this.#shown[this.#shown.length - 1 - this.#window] ?? NO_KEY;
    if (gone !== NO_KEY) this.#recent[gone]!--;
  }

  /** The score that an item must have to come before the best ranked one. */
  #leastScore(heads: Int32Array, floor: number): number {
    let best = this.#next.length;
    for (const head of heads) if (head >= 0 && head < best) best = head;
    const score = this.#scores[best]!;
    return score - (1 - floor) * Math.abs(score);
  }

  #choose(heads: Int32Array, leastScore: number): number {
    const runs = new RunsAhead(this.#left, this.#total, lastRun(this.#shown));
    let [chosen, run, due] = [-1, 0, 0];
    for (let category = 0; category < heads.length; category++) {
      const place = heads[category]!;
      if (place < 0 || this.#scores[place]! < leastScore) continue;
      const [ownRun, ownDue] = [runs.after(category), this.#dueOf(category)];
      const isFirst = chosen < 0 || ownRun < run;
      if (isFirst || (ownRun === run && isBefore(ownDue, place, due, heads[chosen]!)))
        [chosen, run, due] = [category, ownRun, ownDue];
    }
    return chosen;
  }

  /** How many of the last places and the next are its share of what is left, less those that it had: above 0 it is due. */
  #dueOf(category: number): number {
    const places = Math.min(this.#window, this.#shown.length) + 1;
    return (this.#left[category]! * places) / this.#total - this.#recent[category]!;
  }
}

/** Of those that are due the better ranked, else the one that lacks least. */
function isBefore(due: number, place: number, otherDue: number, otherPlace: number): boolean {
  if (due > 0 && otherDue > 0) return place < otherPlace;
  return due !== otherDue ? due > otherDue : place < otherPlace;
}

/** The last category shown, and how often in a row as far as a tail goes. */
function lastRun(shown: readonly number[]): { readonly last: number; readonly run: number } {
  const last = shown.at(-1) ?? NO_KEY;
  let run = 0;
  while (run < Math.min(TAIL_MOST, shown.length) && shown[shown.length - 1 - run] === last) run++;
  return { last, run };
}
