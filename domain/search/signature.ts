import { fnv1a } from '../hash.ts';

/** Characters of a gram: two tell Korean syllables apart, three are what Latin words share. */
const GRAM = 3;
const KOREAN_GRAM = 2;
/** Keywords of a signature: the smallest hashes of its grams, a sample that equal titles share. */
const MOST = 16;

/**
 * A title as at most 16 keywords, of which near-duplicate titles share most: the bottom-k of the hashes of its character
 * n-grams (Broder 1997). Case, width and punctuation do not count; numbers and units neither, since "size 42" and "size 43"
 * are of one product. A title of nothing else is its own single keyword.
 */
export function signatureOf(title: string): string[] {
  const words = title
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !/\p{N}/u.test(word));
  const grams = new Set(words.flatMap(gramsOf));
  if (grams.size === 0) return [hashOf(title.normalize('NFKC').toLowerCase().trim())];
  return [...grams].map(hashOf).sort().slice(0, MOST);
}

function gramsOf(word: string): string[] {
  const letters = [...word];
  const size = /\p{Script=Hangul}|\p{Script=Han}/u.test(word) ? KOREAN_GRAM : GRAM;
  if (letters.length <= size) return [word];
  return Array.from({ length: letters.length - size + 1 }, (_, at) => letters.slice(at, at + size).join(''));
}

/** 32 bits as 7 characters of base 36. */
const hashOf = (text: string): string => fnv1a(text).toString(36).padStart(7, '0');
