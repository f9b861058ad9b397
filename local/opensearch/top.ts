import type { Criterion } from './sort.ts';

/** A document in the order of a sort; later criteria are looked up when earlier ones are equal. */
export interface Ranked {
  readonly slot: number;
  readonly score: number;
}

export type Compare = (a: Ranked, b: Ranked) => number;

/** The order of a sort; what it leaves equal stands in the order of writing. */
export function comparison(criteria: readonly Criterion[]): Compare {
  return (a, b) => {
    for (const { key, compare } of criteria) {
      const order = compare(key(a.slot, a.score), key(b.slot, b.score));
      if (order !== 0) return order;
    }
    return a.slot - b.slot;
  };
}

/** Whether a document stands behind the values of `search_after`. */
export function isBehind(
  criteria: readonly Criterion[],
  after: readonly ReturnType<Criterion['read']>[],
): (one: Ranked) => boolean {
  return ({ slot, score }) => {
    for (const [at, { key, compare }] of criteria.entries()) {
      const order = compare(key(slot, score), after[at] ?? null);
      if (order !== 0) return order > 0;
    }
    return false;
  };
}

/** The first `size` of what is offered: a heap with the last of them on top. */
export class Top {
  private readonly heap: Ranked[] = [];
  private readonly size: number;
  private readonly compare: Compare;

  constructor(size: number, compare: Compare) {
    this.size = size;
    this.compare = compare;
  }

  offer(one: Ranked): void {
    if (this.heap.length < this.size) this.up(one);
    else if (this.size > 0 && this.compare(one, this.heap[0] as Ranked) < 0) this.down(one);
  }

  /** In order. */
  sorted(): Ranked[] {
    return this.heap.toSorted(this.compare);
  }

  private up(one: Ranked): void {
    const { heap } = this;
    let at = heap.push(one) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.compare(one, heap[above] as Ranked) <= 0) break;
      heap[at] = heap[above] as Ranked;
      at = above;
    }
    heap[at] = one;
  }

  private down(one: Ranked): void {
    const { heap } = this;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && this.compare(heap[below + 1] as Ranked, heap[below] as Ranked) > 0)
        below += 1;
      if (this.compare(heap[below] as Ranked, one) <= 0) break;
      heap[at] = heap[below] as Ranked;
      at = below;
    }
    heap[at] = one;
  }
}
