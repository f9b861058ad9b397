/** The smallest of some numbers first: a binary heap. */
export class Heap {
  readonly #numbers: number[] = [];

  push(number: number): void {
    let at = this.#numbers.push(number) - 1;
    for (let above = (at - 1) >> 1; at > 0 && this.#numbers[above]! > number; above = (at - 1) >> 1) {
      this.#numbers[at] = this.#numbers[above]!;
      at = above;
    }
    this.#numbers[at] = number;
  }

  pop(): number | undefined {
    const [smallest, last] = [this.#numbers[0], this.#numbers.pop()];
    if (this.#numbers.length > 0) this.#sink(last!);
    return smallest;
  }

  #sink(number: number): void {
    const numbers = this.#numbers;
    let at = 0;
    for (let below = 1; below < numbers.length; below = 2 * at + 1) {
      if (below + 1 < numbers.length && numbers[below + 1]! < numbers[below]!) below++;
      if (numbers[below]! >= number) break;
      numbers[at] = numbers[below]!;
      at = below;
    }
    numbers[at] = number;
  }
}
