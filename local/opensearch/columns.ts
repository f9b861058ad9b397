/** Values of one field by the number of the document: what queries look at. */
const START = 1024;

/** Numbers, one a document; NaN where there is none. */
export class NumberColumn {
  values = new Float64Array(START).fill(Number.NaN);

  set(slot: number, value: number): void {
    if (slot >= this.values.length) this.grow(slot);
    this.values[slot] = value;
  }

  clear(slot: number): void {
    if (slot < this.values.length) this.values[slot] = Number.NaN;
  }

  /** NaN when there is none. */
  at(slot: number): number {
    return slot < this.values.length ? (this.values[slot] as number) : Number.NaN;
  }

  private grow(slot: number): void {
    const larger = new Float64Array(Math.max(slot + 1, this.values.length * 2)).fill(Number.NaN);
    larger.set(this.values);
    this.values = larger;
  }
}

/** Keywords, any number a document, as the numbers of words in a dictionary. */
export class KeywordColumn {
  readonly words: string[] = [];
  private readonly ids = new Map<string, number>();
  private first = new Int32Array(START).fill(-1);
  /** Of documents with several. */
  private readonly more: (readonly number[] | undefined)[] = [];

  set(slot: number, words: readonly string[]): void {
    const ids = [...new Set(words)].map((word) => this.intern(word));
    if (slot >= this.first.length) this.grow(slot);
    this.first[slot] = ids[0] ?? -1;
    if (ids.length > 1 || slot < this.more.length) this.more[slot] = ids.length > 1 ? ids : undefined;
  }

  clear(slot: number): void {
    if (slot < this.first.length) this.first[slot] = -1;
    if (slot < this.more.length) this.more[slot] = undefined;
  }

  has(slot: number): boolean {
    return slot < this.first.length && this.first[slot] !== -1;
  }

  /** The least or greatest of a document's words by code points; null when there is none. */
  extreme(slot: number, greatest: boolean): string | null {
    if (!this.has(slot)) return null;
    const words = this.all(slot);
    const sign = greatest ? -1 : 1;
    return words.reduce((a, b) => (sign * compareWords(b, a) < 0 ? b : a));
  }

  private all(slot: number): string[] {
    const ids = this.more[slot] ?? [this.first[slot] as number];
    return ids.map((id) => this.words[id] as string);
  }

  /** Whether a document has one of some words: a table of the words' numbers, made once a query. */
  oneOf(wanted: readonly string[]): (slot: number) => boolean {
    const ids = wanted.flatMap((word) => this.ids.get(word) ?? []);
    if (ids.length === 0) return () => false;
    const table = new Uint8Array(this.words.length);
    for (const id of ids) table[id] = 1;
    return this.someWord((id) => table[id] === 1);
  }

  /** Whether a document has a word that fits. */
  some(fits: (word: string) => boolean): (slot: number) => boolean {
    const table = Uint8Array.from(this.words, (word) => (fits(word) ? 1 : 0));
    return this.someWord((id) => table[id] === 1);
  }

  private someWord(fits: (id: number) => boolean): (slot: number) => boolean {
    const { first, more } = this;
    return (slot) => {
      const id = first[slot] ?? -1;
      if (id === -1) return false;
      return fits(id) || (more[slot]?.some(fits) ?? false);
    };
  }

  private intern(word: string): number {
    const known = this.ids.get(word);
    if (known !== undefined) return known;
    this.ids.set(word, this.words.length);
    return this.words.push(word) - 1;
  }

  private grow(slot: number): void {
    const larger = new Int32Array(Math.max(slot + 1, this.first.length * 2)).fill(-1);
    larger.set(this.first);
    this.first = larger;
  }
}

/** The order of keywords is that of their UTF-8 bytes, which is that of code points and not of UTF-16 units. */
export function compareWords(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    if (a.charCodeAt(at) === b.charCodeAt(at)) continue;
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    const [surrogateX, surrogateY] = [isSurrogate(x), isSurrogate(y)];
    return surrogateX === surrogateY ? x - y : surrogateX ? 1 : -1;
  }
  return a.length - b.length;
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;
