import { TextMap } from './text-map.ts';

/** Texts as small numbers: the first text is 1, for 0 means none. */
export class Interner {
  readonly #numbers = new TextMap();
  readonly texts: string[] = [''];

  /** Entries of its fullest Map, which is what V8 limits. */
  get fullest(): number {
    return this.#numbers.fullest;
  }

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
