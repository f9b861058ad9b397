import type { TitleSignature } from './signature.ts';

/**
 * How alike two titles are, 0 … 1: the estimated share of their features that both have. 0 where each has a model number that the other
 * lacks (iPhone 13, iPhone 14), and for a title that names nothing.
 */
export function likeness(a: TitleSignature, b: TitleSignature): number {
  if (!a.sketch || !b.sketch || haveOtherModels(a.models, b.models)) return 0;
  let differing = 0;
  for (let word = 0; word < a.sketch.length; word++) differing += bitsOf(a.sketch[word]! ^ b.sketch[word]!);
  return Math.max(0, 1 - differing / (16 * a.sketch.length));
}

/** Whether two titles are at least so alike: the same as `likeness(a, b) >= alike`, but done as soon as it is clear. */
export function isAlike(a: TitleSignature, b: TitleSignature, alike: number): boolean {
  if (!a.sketch || !b.sketch || haveOtherModels(a.models, b.models)) return false;
  const most = 16 * a.sketch.length * (1 - alike) + 1e-9;
  let differing = 0;
  for (let word = 0; word < a.sketch.length; word++) {
    differing += bitsOf(a.sketch[word]! ^ b.sketch[word]!);
    if (differing > most) return false;
  }
  return true;
}

/** Whether each of two lists has one that the other lacks. */
function haveOtherModels(a: readonly number[], b: readonly number[]): boolean {
  return a.some((model) => !b.includes(model)) && b.some((model) => !a.includes(model));
}

/** Bits that are set in 32. */
function bitsOf(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
