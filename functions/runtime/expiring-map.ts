/** A bounded map whose entries end at a time: the oldest entry goes when it is full. Times in milliseconds. */
export class ExpiringMap<Key, Value> {
  readonly #entries = new Map<Key, { readonly value: Value; readonly until: number }>();
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  /** The entry, in an object so that a stored undefined differs from nothing; undefined once it has ended. */
  get(key: Key, now: number): { readonly value: Value } | undefined {
    const entry = this.#entries.get(key);
    return entry && now < entry.until ? entry : undefined;
  }

  set(key: Key, value: Value, until: number): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, until });
    if (this.#entries.size > this.#size) this.#entries.delete(this.#entries.keys().next().value as Key);
  }

  delete(key: Key): void {
    this.#entries.delete(key);
  }
}
