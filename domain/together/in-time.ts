import type { Acts } from './acts.ts';
import { GrowingNumbers } from './growing.ts';

/**
 * Which purchases follow which views in time, actor by actor. Unit u holds the bought items
 * `bought[starts[u]] … bought[starts[u + 1] - 1]`; viewed item `viewed[e]` has unit `unitOf[e]`.
 */
export class InTime {
  readonly starts = new GrowingNumbers();
  readonly bought = new GrowingNumbers();
  readonly viewed = new GrowingNumbers();
  readonly unitOf = new GrowingNumbers();
  readonly #acts: Acts;
  readonly #maxLag: number;

  /** @param maxLag ms */
  constructor(acts: Acts, maxLag: number) {
    this.#acts = acts;
    this.#maxLag = maxLag;
    this.starts.push(0);
  }

  /** Adds an actor. @param views acts in order of moments @param buys likewise */
  add(views: Uint32Array, buys: Uint32Array): void {
    const units = new Map<string, number>();
    for (const [item, own] of byItem(this.#acts, views)) {
      const bought = this.#boughtAfter(own, buys);
      if (bought.length === 0) continue;
      const text = bought.join();
      const unit = units.get(text) ?? this.#addUnit(bought);
      units.set(text, unit);
      this.viewed.push(item);
      this.unitOf.push(unit);
    }
  }

  /** The distinct items bought in time after any of these views, ascending. Each purchase is looked at once. */
  #boughtAfter(views: readonly number[], buys: Uint32Array): number[] {
    const { times, items } = this.#acts;
    const bought = new Set<number>();
    let next = 0;
    for (const view of views) {
      const from = times[view]!;
      next = Math.max(next, firstAtOrAfter(times, buys, from));
      while (next < buys.length && times[buys[next]!]! <= from + this.#maxLag)
        bought.add(items[buys[next++]!]!);
    }
    return [...bought].sort((a, b) => a - b);
  }

  #addUnit(bought: readonly number[]): number {
    for (const item of bought) this.bought.push(item);
    this.starts.push(this.bought.length);
    return this.starts.length - 2;
  }
}

function byItem({ items }: Acts, acts: Uint32Array): Map<number, number[]> {
  const lists = new Map<number, number[]>();
  for (const act of acts) {
    const list = lists.get(items[act]!);
    if (list) list.push(act);
    else lists.set(items[act]!, [act]);
  }
  return lists;
}

/** The place among `acts`, in order of moments, of the first that is not before `time`. O(log n) */
function firstAtOrAfter(times: Float64Array, acts: Uint32Array, time: number): number {
  let [low, high] = [0, acts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[acts[middle]!]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
