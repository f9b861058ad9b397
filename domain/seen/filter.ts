import { decodeRice, encodeRice, riceBound } from './rice.ts';

/**
 * A Bloom filter of one hash function, by the places of its ones: ascending, distinct, below 2^bits. Sparse and compressed it
 * takes fewer bytes than one with many hash functions (Mitzenmacher 2001; Putze, Sanders, Singler 2007), and unlike one
 * it may begin large: its false-positive rate is its share of ones, n / 2^bits.
 */
export interface SeenFilter {
  readonly bits: number;
  readonly ones: Uint32Array;
}

/** How filters are made. */
export interface FilterSize {
  /** The share of false positives of a filter with `keys` keys; one with fewer has fewer in proportion. */
  readonly falsePositives: number;
  readonly keys: number;
  /** A filter that would take more is folded: half the bits, twice the rate. */
  readonly bytes: number;
}

const MOST_BITS = 32;
/** Of a packed filter: its bits in a byte, the count of ones in four. */
const HEADER = 5;

const bitsOf = ({ falsePositives, keys }: FilterSize): number =>
  Math.min(MOST_BITS, Math.max(1, Math.ceil(Math.log2(keys / falsePositives))));

/**
 * A packed filter with prints (32 bits each) in it; the very same one where they are there already. The OR of both, folded
 * to the largest size that fits: whatever the order, repetition and grouping of prints, the same filter. O(ones + prints log prints)
 */
export function withPrints(
  packed: Uint8Array | undefined,
  prints: Iterable<number>,
  size: FilterSize,
): Uint8Array {
  const stored = packed ? unpackFilter(packed) : { bits: bitsOf(size), ones: new Uint32Array() };
  const places = Uint32Array.from(prints, (print) => print >>> (MOST_BITS - stored.bits));
  const ones = united(stored.ones, distinct(places.sort()));
  if (packed && ones.length === stored.ones.length) return packed;
  return packFilter(fitting({ bits: stored.bits, ones }, size.bytes));
}

function fitting(filter: SeenFilter, bytes: number): SeenFilter {
  let { bits, ones } = filter;
  while (bits > 1 && HEADER + riceBound(bits, ones.length) > bytes) {
    bits--;
    ones = distinct(ones.map((place) => place >>> 1));
  }
  return { bits, ones };
}

export function packFilter({ bits, ones }: SeenFilter): Uint8Array {
  const body = encodeRice(ones, bits);
  const packed = new Uint8Array(HEADER + body.length);
  packed[0] = bits;
  new DataView(packed.buffer).setUint32(1, ones.length, true);
  packed.set(body, HEADER);
  return packed;
}

export function unpackFilter(packed: Uint8Array): SeenFilter {
  const bits = packed[0]!;
  const count = new DataView(packed.buffer, packed.byteOffset).getUint32(1, true);
  return { bits, ones: decodeRice(packed.subarray(HEADER), bits, count) };
}

/** Whether prints are in any of some filters (the OR of them, at the coarsest): decoded once, O(1) a question. */
export function filterTable(...packed: readonly Uint8Array[]): (print: number) => boolean {
  const filters = packed.map(unpackFilter);
  const coarsest = Math.min(MOST_BITS, ...filters.map(({ bits }) => bits));
  const folded = filters.map((filter) => foldedTo(filter, coarsest));
  return tableOf({ bits: coarsest, ones: folded.reduce(united, new Uint32Array()) });
}

function tableOf({ bits, ones }: SeenFilter): (print: number) => boolean {
  const tableBits = Math.min(bits, Math.max(1, Math.ceil(Math.log2(ones.length + 1))));
  const [drop, shift] = [MOST_BITS - bits, bits - tableBits];
  const starts = new Uint32Array(2 ** tableBits + 1);
  for (const place of ones) starts[(place >>> shift) + 1]!++;
  for (let bucket = 1; bucket < starts.length; bucket++) starts[bucket]! += starts[bucket - 1]!;
  return (print) => {
    const place = print >>> drop;
    const end = starts[(place >>> shift) + 1]!;
    for (let index = starts[place >>> shift]!; index < end; index++) if (ones[index] === place) return true;
    return false;
  };
}

const foldedTo = ({ bits, ones }: SeenFilter, wanted: number): Uint32Array =>
  bits === wanted ? ones : distinct(ones.map((place) => place >>> (bits - wanted)));

/** @param sorted ascending */
function distinct(sorted: Uint32Array): Uint32Array {
  return sorted.filter((place, index) => index === 0 || place !== sorted[index - 1]);
}

/** Two ascending lists as one. */
function united(a: Uint32Array, b: Uint32Array): Uint32Array {
  const all = new Uint32Array(a.length + b.length);
  let [size, left, right] = [0, 0, 0];
  while (left < a.length || right < b.length) {
    const place = Math.min(a[left] ?? Number.POSITIVE_INFINITY, b[right] ?? Number.POSITIVE_INFINITY);
    if (a[left] === place) left++;
    if (b[right] === place) right++;
    all[size++] = place;
  }
  return all.subarray(0, size);
}
