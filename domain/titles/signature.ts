import { fnv1a } from '../hash.ts';
import { type Gram, gramsOf } from './grams.ts';
import { nameKeyOf } from './name-key.ts';
import { titleWords } from './words.ts';

/** 32-bit words of a sketch: 512 bits, two of each of 256 minima, which tell a similarity of 0.6 to ±0.04. */
export const SKETCH_WORDS = 16;
const BITS_OF_EACH = 2;
/**
 * Two minima a band: titles of the likeness J share one of the bands with the probability 1 − (1 − J²)¹⁶, 0.999 at 0.6 and 0.04 at 0.05
 * (locality-sensitive hashing, Indyk & Motwani 1998).
 */
export const BANDS = 16;
const BAND_BITS = 2 * BITS_OF_EACH;
/** Model numbers that are compared; 16 bits each. */
const MODELS = 4;

/**
 * A title as a few bytes that say how alike two titles are (`alike.ts`).
 *
 * The sketch is weighted minwise hashing of the title's features, two bits of each minimum (Li & König 2010): of two titles whose
 * features overlap to the share J, (1 + J) / 2 of the bits agree. Model numbers stand beside it, for a single other digit there makes
 * another product whatever else is shared.
 */
export interface TitleSignature {
  /** 512 bits; undefined for a title that names nothing: it is like no other. */
  readonly sketch: Uint32Array | undefined;
  /** 16 hashes of 16 bits, each of two minima: titles that share none are as good as never alike. Empty beside no sketch. */
  readonly bands: Uint16Array;
  /** Sorted 16-bit hashes. */
  readonly models: readonly number[];
  /** 24 bits, not 0: equal for titles of one canonical form; 0 for a title that names nothing. */
  readonly key: number;
}

export const NAMELESS: TitleSignature = { sketch: undefined, bands: new Uint16Array(), models: [], key: 0 };

/** The signature of a title: less than 0.1 ms, once when the item is written. */
export function titleSignature(title: string): TitleSignature {
  const words = titleWords(title);
  const grams = gramsOf(words);
  if (grams.length === 0) return NAMELESS;
  const models = new Set(words.models.map((model) => fnv1a(model) & 0xffff));
  return {
    ...sketchOf(grams),
    models: [...models].sort((a, b) => a - b).slice(0, MODELS),
    key: nameKeyOf(words),
  };
}

/**
 * Weighted minwise hashing: each feature waits for a time −ln(u) / weight, the first one gives the bit. Two sketches agree on who was first
 * with the probability Jaccard similarity of their features (Moulton & Jiang 2018).
 */
function sketchOf(grams: readonly Gram[]): { sketch: Uint32Array; bands: Uint16Array } {
  const classes = byWeight(grams);
  const [sketch, bands] = [new Uint32Array(SKETCH_WORDS), new Uint16Array(BANDS)];
  for (let bit = 0; bit < 32 * SKETCH_WORDS; bit += BITS_OF_EACH) {
    let [first, earliest] = [0, Number.POSITIVE_INFINITY];
    for (const { weight, hashes } of classes) {
      const largest = largestOf(hashes, Math.imul(bit + 1, 0x9e3779b1));
      const time = -Math.log((largest + 0.5) / 2 ** 32) / weight;
      if (time < earliest) [first, earliest] = [largest, time];
    }
    sketch[bit >>> 5]! |= (first & (2 ** BITS_OF_EACH - 1)) << (bit & 31);
    if (bit < BANDS * BAND_BITS) bands[Math.floor(bit / BAND_BITS)] = bandOf(bands, bit, first);
  }
  return { sketch, bands };
}

/** What a band is with one more minimum in it. */
const bandOf = (bands: Uint16Array, bit: number, first: number): number =>
  Math.imul((bands[Math.floor(bit / BAND_BITS)]! ^ first) + 1, 0x85ebca6b) >>> 16;

function byWeight(grams: readonly Gram[]): { weight: number; hashes: Uint32Array }[] {
  const classes = Map.groupBy(grams, ({ weight }) => weight);
  return Array.from(classes, ([weight, own]) => ({
    weight,
    hashes: Uint32Array.from(own, ({ hash }) => hash),
  }));
}

/** Among equal weights the largest u waits the shortest time, so that one logarithm a weight is enough. */
function largestOf(hashes: Uint32Array, seed: number): number {
  let largest = 0;
  for (let at = 0; at < hashes.length; at++) {
    let hash = hashes[at]! ^ seed;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash = (hash ^ (hash >>> 16)) >>> 0;
    if (hash > largest) largest = hash;
  }
  return largest;
}
