import { isAlike } from '../../titles/alike.ts';
import type { TitleSignature } from '../../titles/signature.ts';

/** Buckets for each entry of the table: chains stay short. */
const BUCKETS_PER_ENTRY = 2;
const BANDS = 16;

/**
 * Signatures of the leaders of groups, found by their bands (signature.ts): only those that share a band with a title are compared with
 * it, of a pool of a thousand some dozen.
 */
export class LeaderTable {
  readonly #alike: number;
  readonly #mask: number;
  /** First entry of each bucket, and the next of each entry, plus one; 0 ends a chain. */
  readonly #first: Int32Array;
  readonly #next: Int32Array;
  readonly #entries: { readonly signature: TitleSignature; readonly place: number }[] = [];
  /** The search that compared a leader last. */
  readonly #compared: Int32Array;
  #search = 0;

  /** @param alike likeness from which leaders are found, above 0 */
  constructor(most: number, alike: number) {
    this.#alike = alike;
    const buckets = 2 ** Math.ceil(Math.log2(Math.max(2, most * BANDS * BUCKETS_PER_ENTRY)));
    this.#mask = buckets - 1;
    this.#first = new Int32Array(buckets);
    this.#next = new Int32Array(most * BANDS);
    this.#compared = new Int32Array(most);
  }

  /** @param place greater than those added before: what is added first ranks best */
  add(signature: TitleSignature, place: number): void {
    const leader = this.#entries.push({ signature, place }) - 1;
    for (let band = 0; band < signature.bands.length; band++) {
      const [entry, bucket] = [leader * BANDS + band, this.#bucketOf(signature, band)];
      this.#next[entry] = this.#first[bucket]!;
      this.#first[bucket] = entry + 1;
    }
  }

  /** The place of the best ranked leader that is alike. */
  find(signature: TitleSignature): number | undefined {
    this.#search++;
    let best: number | undefined;
    for (let band = 0; band < signature.bands.length; band++)
      for (
        let entry = this.#first[this.#bucketOf(signature, band)]!;
        entry > 0;
        entry = this.#next[entry - 1]!
      ) {
        const leader = Math.floor((entry - 1) / BANDS);
        if (this.#compared[leader] === this.#search) continue;
        this.#compared[leader] = this.#search;
        const known = this.#entries[leader]!;
        if (best !== undefined && known.place > best) continue;
        if (isAlike(known.signature, signature, this.#alike)) best = known.place;
      }
    return best;
  }

  #bucketOf({ bands }: TitleSignature, band: number): number {
    return (Math.imul(bands[band]! + 1, 0x9e3779b1 + 2 * band) >>> 8) & this.#mask;
  }
}
