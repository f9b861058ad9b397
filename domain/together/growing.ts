/** Whole numbers below 2^32 of which nobody knows beforehand how many there are: 4 bytes each, twice that at most. */
export class GrowingNumbers {
  length = 0;
  #numbers: Uint32Array<ArrayBuffer> = new Uint32Array(1024);

  push(number: number): void {
    if (this.length === this.#numbers.length) {
      const larger = new Uint32Array(2 * this.length);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.length++] = number;
  }

  /** All of them, sharing this one's memory until the next push. */
  view(): Uint32Array<ArrayBuffer> {
    return this.#numbers.subarray(0, this.length);
  }
}
