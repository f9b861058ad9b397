/** Maps behind one: V8 takes 8,388,608 entries in a Map (Node 24.9), then fails, however much memory there is. */
const SHARDS = 16;
/** Ends of ids differ where their beginnings do not. */
const HASHED = 8;

/** Numbers by text, for more texts than one Map takes. */
export class TextMap {
  readonly #maps = Array.from({ length: SHARDS }, () => new Map<string, number>());

  get(text: string): number | undefined {
    return this.#mapOf(text).get(text);
  }

  set(text: string, number: number): void {
    this.#mapOf(text).set(text, number);
  }

  /** Entries of the fullest Map. */
  get fullest(): number {
    return Math.max(...this.#maps.map(({ size }) => size));
  }

  #mapOf(text: string): Map<string, number> {
    let hash = text.length;
    for (let at = Math.max(0, text.length - HASHED); at < text.length; at++)
      hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    return this.#maps[(hash ^ (hash >>> 15)) & (SHARDS - 1)]!;
  }
}
