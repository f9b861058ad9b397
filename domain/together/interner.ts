/** Texts as small numbers: the first text is 1, for 0 means none. */
export class Interner {
  readonly #numbers = new Map<string, number>();
  readonly texts: string[] = [''];

  number(text: string | undefined): number {
    if (text === undefined) return 0;
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const next = this.texts.length;
    this.#numbers.set(text, next);
    this.texts.push(text);
    return next;
  }

  /** The number of a text, 0 when it never came. */
  find(text: string): number {
    return this.#numbers.get(text) ?? 0;
  }
}
