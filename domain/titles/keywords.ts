import { gramsOf } from './grams.ts';
import { titleWords } from './words.ts';

/** Keywords of a title: a sample of its features that similar titles share. */
const MOST = 16;

/**
 * A title as at most 16 keywords for a search index, of which titles of similar things share many: the features with the smallest
 * hashes (bottom-k, Broder 1997). Details are left out, for a size or colour makes nothing similar; a title of nothing else has its details, one that
 * names nothing has none.
 */
export function titleKeywords(title: string): string[] {
  const { names, models, details } = titleWords(title);
  const grams = gramsOf({ names, models, details: names.length + models.length > 0 ? [] : details });
  return grams
    .map(({ hash }) => keyword(hash))
    .sort()
    .slice(0, MOST);
}

/** 32 bits as 7 characters of base 36. */
const keyword = (hash: number): string => hash.toString(36).padStart(7, '0');
