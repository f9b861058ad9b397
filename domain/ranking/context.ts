import type { AttributeValue, StoredItem } from '../catalogue/item.ts';
import type { ItemTraits } from '../catalogue/traits.ts';
import type { Timestamp } from '../events/event.ts';
import type { Action, Preferences, Profile } from '../identity/actor.ts';
import type { WeightedFacet } from '../popularity/blend.ts';
import type { PopularityServing } from '../popularity/serving.ts';
import type { KinFacts } from '../repurchase/kin.ts';
import type { RuleBook } from '../repurchase/rule.ts';
import type { Found } from '../search/search.ts';
import type { SeenDays } from '../seen/seen-days.ts';
import type { Taste } from './affinity.ts';
import type { ArrangedTail } from './arrange/tail.ts';
import type { Reason } from './reasons.ts';
import type { RowTable } from './rows.ts';

/**
 * Which tier a candidate is of: made from this request's own signal, by people like the viewer, the same for everybody, or a
 * snapshot because the search engine did not answer.
 */
export type Tier = 'personal' | 'cluster' | 'popular' | 'snapshot';

/** What a document says of a source: its name, its weight in the merge, and the parameters that its schema describes. */
export interface AnySource {
  readonly source: string;
  readonly weight: number;
}

/** An item that a source proposes. After the merge, `score` is the weighted sum over sources. */
export interface Candidate {
  readonly itemId: string;
  readonly score: number;
  readonly tier: Tier;
  /** True when the actor's own actions led to it. */
  readonly personal: boolean;
  /** The source with the largest share, as answered to the client. */
  readonly reason: Reason;
  /** The item of the viewer's own that led to it, where one did and may be named. */
  readonly because?: string | undefined;
  /** Only the fallback proposed it. */
  readonly fallback?: boolean | undefined;
  /** An editor's pin holds for it: it stays in front until it is moved to its place. */
  readonly isPinned?: boolean | undefined;
  /** The place that an editor's pin gave it. */
  readonly pinnedAt?: number | undefined;
  /** Its score has the factors of categories and attributes in it already (boosts.ts). */
  readonly boosted?: boolean | undefined;
}

/** Whom a page is for: their facts and history, as domain/identity/history.ts gives them. */
export interface Viewer {
  /** The user whose page it is: of the request, or the cookie's last one. */
  readonly userId?: string | undefined;
  readonly profile: Profile;
  readonly preferences: Preferences;
  /** Actions that scores are made from, oldest first. */
  readonly scoring: readonly Action[];
  /** Actions that may be shown (a cookie alone shows only its own since its last link). */
  readonly shown: readonly Action[];
  /** Purchases net of refunds, for scores and rules. */
  readonly purchases: readonly Action[];
  readonly shownPurchases: readonly Action[];
  /** On how many of the last days an item was probably seen; absent: never. */
  readonly seenDays?: SeenDays | undefined;
  /** When the user last put an item up for sale. */
  readonly lastListedAt?: Timestamp | undefined;
}

export const NOBODY: Viewer = {
  profile: {},
  preferences: {},
  scoring: [],
  shown: [],
  purchases: [],
  shownPurchases: [],
};

/** Whether anything is known of a viewer: who is unknown gets what everybody gets. */
export const isKnown = ({ profile, preferences, scoring, purchases }: Viewer): boolean =>
  scoring.length + purchases.length > 0 ||
  [...Object.values(profile), ...Object.values(preferences)].some(
    (value) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );

export type AttributeRule = Readonly<Record<string, AttributeValue | readonly AttributeValue[]>>;

/** What the request itself asks of items. */
export interface RequestFilters {
  readonly categories?: readonly string[] | undefined;
  readonly excludeCategories?: readonly string[] | undefined;
  readonly price?: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined;
  readonly attributes?: AttributeRule | undefined;
  readonly excludeAttributes?: AttributeRule | undefined;
}

/** Learned rules, and what tells the kin of things bought lately, by id. */
export interface RepurchaseKnown {
  readonly book: RuleBook;
  readonly kin?: ReadonlyMap<string, KinFacts> | undefined;
}

/** Everything a step may look at. Times in milliseconds. */
export interface RankingContext {
  readonly now: number;
  readonly viewer: Viewer;
  /** The viewer's clusters, and what else says whose popularity counts. */
  readonly facets: readonly WeightedFacet[];
  /** Totals of the popularity snapshots; without them everybody's counts. */
  readonly serving?: PopularityServing | undefined;
  /** Items at hand: the item page's, first the one it is about. */
  readonly itemIds: readonly string[];
  readonly cart: ReadonlySet<string>;
  readonly hidden: ReadonlySet<string>;
  /** Items the request excludes, and those an earlier page of the section showed. */
  readonly isExcluded: (itemId: string) => boolean;
  readonly filters: RequestFilters;
  readonly rows: RowTable;
  /** What the search engine answered, by source; absent where it is not asked. */
  readonly found: ReadonlyMap<AnySource, Found>;
  /** The list that is to be ordered: nothing else comes into question. */
  readonly only?: readonly string[] | undefined;
  /** Items that earlier pages of the section showed. */
  readonly before: number;
  /** The last of them, as far as arranging looks back. */
  readonly tail: ArrangedTail;
  /** Whose order of equals it is: the viewer, or the minute for whom nobody knows. */
  readonly seed: string;
  /** What the viewer's actions say of attributes; absent: nothing is known, or no step asks. */
  readonly taste?: Taste | undefined;
  /** What is known of buying again; absent: the catalogue's rules and the default alone. */
  readonly repurchase?: RepurchaseKnown | undefined;
  /** Items as read for this request; a filter that needs one takes an absent item for unavailable. */
  readonly items: ReadonlyMap<string, StoredItem>;
  /** What those are that come into question, held for half a minute: to arrange them before the few that leave are read. */
  readonly traits?: ReadonlyMap<string, ItemTraits> | undefined;
}

/** What an item is: as read for this request, else as it was a moment ago. */
export const traitsIn = (
  { items, traits }: Pick<RankingContext, 'items' | 'traits'>,
  itemId: string,
): ItemTraits | undefined => items.get(itemId) ?? traits?.get(itemId);

export const DAY_MS = 86_400_000;
