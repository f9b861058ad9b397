import type { StoredItem } from '../../catalogue/item.ts';
import type { FilterName } from '../../registry/documents.ts';
import type { RankingContext } from '../context.ts';

/** A rule by which items leave: it answers why, or undefined for an item that may stay. */
export type Filter =
  | {
      readonly name: FilterName;
      readonly needsItem: false;
      readonly why: (itemId: string, context: RankingContext) => string | undefined;
    }
  | {
      readonly name: FilterName;
      readonly needsItem: true;
      readonly why: (item: StoredItem, context: RankingContext) => string | undefined;
    };
