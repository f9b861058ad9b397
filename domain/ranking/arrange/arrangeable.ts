import type { TitleSignature } from '../../titles/signature.ts';

/** What arranging knows of a candidate; lists of them are best first. */
export interface Arrangeable {
  readonly itemId: string;
  readonly score: number;
  /** Path from general to special. */
  readonly category: readonly string[];
  readonly sellerId?: string | undefined;
  readonly signature: TitleSignature;
  /** The shop's own word that items are one product. */
  readonly groupId?: string | undefined;
}

/** How deep a category is looked at: 1 is the most general; the leaf, however deep it lies. */
export type Level = number | 'leaf';

/** A category at a level as one text; a path that ends before it is taken whole. */
export const categoryAt = (path: readonly string[], level: Level): string =>
  (level === 'leaf' ? path : path.slice(0, level)).join('\n');
