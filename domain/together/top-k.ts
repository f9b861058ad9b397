/**
 * The k best of what is offered: by score descending, then count descending, then item ascending. A binary
 * heap with the worst of them on top, in typed arrays: O(log k) an offer that is taken, O(1) one that is not.
 */
export class TopK {
  size = 0;
  readonly #k: number;
  readonly #scores: Float64Array;
  readonly #counts: Uint32Array;
  readonly #items: Uint32Array;

  constructor(k: number) {
    this.#k = k;
    this.#scores = new Float64Array(k + 1);
    this.#counts = new Uint32Array(k + 1);
    this.#items = new Uint32Array(k + 1);
  }

  offer(score: number, count: number, item: number): void {
    if (this.size < this.#k) {
      this.#set(this.size++, score, count, item);
      this.#rise(this.size - 1);
    } else if (this.#isWorse(0, score, count, item)) {
      this.#set(0, score, count, item);
      this.#sink();
    }
  }

  /** Empties the heap, the best first. */
  drain(take: (score: number, count: number, item: number, place: number) => void): void {
    const size = this.size;
    const order = Array.from({ length: size }, () => this.#pop());
    for (let place = 0; place < size; place++) {
      const [score, count, item] = order[size - 1 - place]!;
      take(score!, count!, item!, place);
    }
  }

  #pop(): readonly number[] {
    const worst = [this.#scores[0]!, this.#counts[0]!, this.#items[0]!];
    const last = --this.size;
    this.#set(0, this.#scores[last]!, this.#counts[last]!, this.#items[last]!);
    this.#sink();
    return worst;
  }

  /** Whether the entry in this slot ranks below another. */
  #isWorse(slot: number, score: number, count: number, item: number): boolean {
    if (this.#scores[slot] !== score) return this.#scores[slot]! < score;
    if (this.#counts[slot] !== count) return this.#counts[slot]! < count;
    return this.#items[slot]! > item;
  }

  #set(slot: number, score: number, count: number, item: number): void {
    this.#scores[slot] = score;
    this.#counts[slot] = count;
    this.#items[slot] = item;
  }

  #copy(from: number, to: number): void {
    this.#set(to, this.#scores[from]!, this.#counts[from]!, this.#items[from]!);
  }

  #rise(from: number): void {
    const [score, count, item] = [this.#scores[from]!, this.#counts[from]!, this.#items[from]!];
    let slot = from;
    while (slot > 0) {
      const parent = (slot - 1) >>> 1;
      if (this.#isWorse(parent, score, count, item)) break;
      this.#copy(parent, slot);
      slot = parent;
    }
    this.#set(slot, score, count, item);
  }

  #sink(): void {
    const [score, count, item] = [this.#scores[0]!, this.#counts[0]!, this.#items[0]!];
    let slot = 0;
    while (true) {
      const child = this.#worseChild(slot);
      if (child < 0 || !this.#isWorse(child, score, count, item)) break;
      this.#copy(child, slot);
      slot = child;
    }
    this.#set(slot, score, count, item);
  }

  #worseChild(slot: number): number {
    const left = 2 * slot + 1;
    if (left >= this.size) return -1;
    const right = left + 1;
    if (right >= this.size) return left;
    return this.#isWorse(right, this.#scores[left]!, this.#counts[left]!, this.#items[left]!) ? right : left;
  }
}
