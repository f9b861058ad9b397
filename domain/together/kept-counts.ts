import { decodeColumns, encodeColumns, UnreadableColumnsError } from './columns.ts';

/** Which counts a file of kept counts holds. */
export interface KeptMeta {
  /** Digest of the file of the matrix that they were counted in. */
  readonly matrix: string;
  /** Rows of items `from` … `to − 1`, in that matrix's numbers. */
  readonly from: number;
  readonly to: number;
  /** Pairs that met less often are not there. */
  readonly least: number;
}

/** Counts of one item's partners, ascending; the first `size` of both columns are its row. */
export interface PairRow {
  size: number;
  readonly partners: Uint32Array;
  readonly counts: Uint32Array;
}
export const emptyRow = (items: number): PairRow => ({
  size: 0,
  partners: new Uint32Array(items),
  counts: new Uint32Array(items),
});

/** A byte holds seven bits of a number, the eighth says that more follow: five bytes at most. */
const MOST_BYTES = 5;
const LAST = 0x80;

/**
 * Packs rows of counts one after the other: each partner as the step from the one before it, then its count, as numbers of one
 * byte where they are below 128. Two to three bytes a pair.
 */
export class KeptWriter {
  readonly #meta: KeptMeta;
  readonly #ends: Float64Array;
  /** Score of the worst of each row's k best, 0 where there are fewer: the next run begins its choice with it. */
  readonly #worst: Float64Array;
  readonly #most: number;
  #bytes = new Uint8Array(1 << 16);
  #size = 0;
  #rows = 0;

  /** @param most bytes that may be kept */
  constructor(meta: KeptMeta, most: number) {
    this.#meta = meta;
    this.#most = most;
    this.#ends = new Float64Array(meta.to - meta.from);
    this.#worst = new Float64Array(meta.to - meta.from);
  }

  /** Whether they would be too many: then nothing of them is kept. */
  get isFull(): boolean {
    return this.#size > this.#most;
  }

  /** Appends the next item's row. */
  add({ size, partners, counts }: PairRow, worst: number): void {
    if (this.isFull) return;
    this.#reserve(2 * MOST_BYTES * size);
    const bytes = this.#bytes;
    let [at, last] = [this.#size, -1];
    for (let index = 0; index < size; index++) {
      const partner = partners[index]!;
      at = put(bytes, at, partner - last - 1);
      at = put(bytes, at, counts[index]!);
      last = partner;
    }
    this.#size = at;
    this.#worst[this.#rows] = worst;
    this.#ends[this.#rows++] = at;
  }

  toFile(): Uint8Array {
    const bytes = this.#bytes.subarray(0, this.#size);
    return encodeColumns(this.#meta, { ends: this.#ends, worst: this.#worst, bytes });
  }

  #reserve(more: number): void {
    if (this.#size + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#size + more));
    larger.set(this.#bytes.subarray(0, this.#size));
    this.#bytes = larger;
  }
}

function put(bytes: Uint8Array, from: number, number: number): number {
  let [at, rest] = [from, number];
  while (rest >= LAST) {
    bytes[at++] = (rest & 0x7f) | LAST;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}

/** A file of kept counts. */
export class KeptCounts {
  readonly meta: KeptMeta;
  readonly #ends: Float64Array;
  readonly #worst: Float64Array;
  readonly #bytes: Uint8Array;

  /** @throws UnreadableColumnsError */
  constructor(file: Uint8Array) {
    const { meta, f64, u8 } = decodeColumns<KeptMeta>(file);
    this.meta = meta;
    this.#ends = f64('ends');
    this.#worst = f64('worst');
    this.#bytes = u8('bytes');
    const rows = meta.to - meta.from;
    if (this.#ends.length !== rows || this.#worst.length !== rows)
      throw new UnreadableColumnsError(`it has ${this.#ends.length} rows, must have ${rows}`);
  }

  worst(item: number): number {
    return this.#worst[item - this.meta.from]!;
  }

  /** Reads an item's row. @param into as long as there are items */
  read(item: number, into: PairRow): void {
    const { partners, counts } = into;
    const bytes = this.#bytes;
    const row = item - this.meta.from;
    const end = this.#ends[row]!;
    let at = row === 0 ? 0 : this.#ends[row - 1]!;
    let [size, partner] = [0, -1];
    while (at < end) {
      let byte = bytes[at++]!;
      let number = byte & 0x7f;
      for (let shift = 7; byte >= LAST; shift += 7) {
        byte = bytes[at++]!;
        number |= (byte & 0x7f) << shift;
      }
      partner += number + 1;
      byte = bytes[at++]!;
      let count = byte & 0x7f;
      for (let shift = 7; byte >= LAST; shift += 7) {
        byte = bytes[at++]!;
        count |= (byte & 0x7f) << shift;
      }
      partners[size] = partner;
      counts[size++] = count >>> 0;
    }
    into.size = size;
  }
}
