import { fnv1a } from '../hash.ts';
import type { TitleWords } from './words.ts';

/** A feature of a title by its hash, and how much it counts. */
export interface Gram {
  readonly hash: number;
  readonly weight: number;
}

/**
 * What a feature counts beside an n-gram of a name, of which a word has about as many as letters. A Korean syllable has two or three
 * letters; a whole model number counts as three n-grams, a colour, size or quantity as half a one.
 */
const WEIGHTS = { name: 1, korean: 0.4, model: 3, detail: 0.5 } as const;

/** The most features of a title, names first. */
const MOST = 256;

/** A title as a weighted set of features: character n-grams of its names, whole model numbers, whole details. */
export function gramsOf({ names, models, details }: TitleWords): Gram[] {
  const weights = new Map<string, number>();
  for (const gram of latinGrams(names)) weights.set(gram, WEIGHTS.name);
  for (const gram of koreanGrams(names)) weights.set(gram, WEIGHTS.korean);
  for (const model of models) weights.set(`#${model}`, WEIGHTS.model);
  for (const detail of details) weights.set(`~${detail}`, WEIGHTS.detail);
  return Array.from(weights, ([gram, weight]) => ({ hash: fnv1a(gram), weight })).slice(0, MOST);
}

const isAlphabetic = (word: string): boolean =>
  /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word);
const isKorean = (word: string): boolean => /^\p{Script=Hangul}/u.test(word);

/** Trigrams of words with their ends (` cu`, `cup`, `up `), and bigrams of what other scripts write without spaces. */
function latinGrams(names: readonly string[]): string[] {
  const words = names.filter(isAlphabetic).flatMap((word) => windows([' ', ...word, ' '], 3));
  const others = names.filter((name) => !isAlphabetic(name) && !isKorean(name)).join('');
  return others === '' ? words : [...words, ...windows([...others], 2)];
}

/**
 * Trigrams of the letters (jamo) of all Korean names joined, for Korean is spaced as its writer likes (노이즈 캔슬링, 노이즈캔슬링), and a typo in a
 * syllable leaves its neighbours what they are.
 */
function koreanGrams(names: readonly string[]): string[] {
  const letters = [...names.filter(isKorean).join('').normalize('NFD')];
  return letters.length === 0 ? [] : windows(letters, 3);
}

const windows = (letters: readonly string[], size: number): string[] =>
  letters.length <= size
    ? [letters.join('')]
    : Array.from({ length: letters.length - size + 1 }, (_, at) => letters.slice(at, at + size).join(''));
