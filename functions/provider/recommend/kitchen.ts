import type { ArrangedTail } from '../../../domain/ranking/arrange/tail.ts';
import type { Places } from '../../../domain/ranking/places.ts';
import type { Registry } from '../../../domain/registry/registry.ts';
import type { ApiContext } from '../../runtime/api.ts';
import type { HeldTraits } from '../../runtime/held-traits.ts';
import type { ModelReader } from '../model-reader.ts';
import type { Popularity } from './popularity.ts';
import type { Repurchase } from './repurchase.ts';
import type { Searching } from './searching.ts';
import type { Tastes } from './tastes.ts';

/** What pages are made with that is held in memory from one to the next. */
export interface Held {
  readonly models: ModelReader;
  readonly popularity: Popularity;
  readonly searching: Searching;
  readonly repurchase: Repurchase;
  readonly tastes: Tastes;
  readonly traits: HeldTraits;
}

/** What a page is made with, beside the query. */
export interface Kitchen extends Held {
  readonly api: ApiContext;
  readonly registry: Registry;
  readonly now: number;
  /** A later page of a section: any number of items will do. */
  readonly goesOn?: GoesOn | undefined;
}

/** Where a section goes on. */
export interface GoesOn {
  /** When its first page was made, milliseconds. */
  readonly at: number;
  /** Items of the section so far. */
  readonly before: number;
  /** The last of them, as far as arranging looks back. */
  readonly tail: ArrangedTail;
  readonly wasShown: (itemId: string) => boolean;
  readonly places: Places;
}
