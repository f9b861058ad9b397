import { fnv1a } from '../hash.ts';
import { type TitleWords, titleWords } from './words.ts';

/**
 * The canonical form of a title: its names and model numbers, sorted, without spaces between words of scripts that put them as they
 * like, and without sizes, colours, quantities and what sellers write around a name. Equal for most variants of one product. What is details
 * alone (*5kg*) is its details; a title that names nothing is ''.
 */
export function nameKey(title: string): string {
  return formOf(titleWords(title));
}

const formOf = ({ names, models, details }: TitleWords): string => {
  const words = names.length + models.length > 0 ? [...names, ...models] : details;
  return [...new Set(words)].sort().join(' ');
};

/** The canonical form as 24 bits, not 0; 0 for a title that names nothing. */
export function nameKeyOf(words: TitleWords): number {
  const form = formOf(words);
  return form === '' ? 0 : Math.max(1, fnv1a(form) >>> 8);
}
