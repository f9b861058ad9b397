import type { Timestamp } from '../events/event.ts';

/** What rests beside the item that was bought. */
export const SCOPES = ['item', 'name-group', 'category'] as const;
export type RepurchaseScope = (typeof SCOPES)[number];

/** How rules are learned. */
export interface RepurchaseParameters {
  /** Where at least this share of an item's buyers buys it again, it may return. */
  readonly share: number;
  /** Within so many days of their first purchase. */
  readonly withinDays: number;
  /** A category with fewer buyers has no rule of its own. */
  readonly leastBuyers: number;
  /** How many buyers the parent category's share counts for. */
  readonly shrink: number;
  /** Where fewer buyers than this share buy anything of the item's name group again, it is durable. */
  readonly durableShare: number;
  /** Only with so many buyers, or in a durable parent category. */
  readonly durableBuyers: number;
  /** How long the kin of a durable item rests. */
  readonly kinDays: number;
  /** What its kin is. */
  readonly kin: Exclude<RepurchaseScope, 'item'>;
}

export const REPURCHASE_DEFAULTS: RepurchaseParameters = {
  share: 0.1,
  withinDays: 90,
  leastBuyers: 20,
  shrink: 20,
  durableShare: 0.02,
  durableBuyers: 100,
  kinDays: 180,
  kin: 'name-group',
};

/** What was learned of a category. */
export interface LearnedRule {
  /** From general to special. */
  readonly path: readonly string[];
  /** Pairs of a buyer and an item that were looked at for the whole of `withinDays`. */
  readonly buyers: number;
  /** Shares of them that bought the item, and anything of its name group, again; drawn to the parent's where they are few. */
  readonly again: number;
  readonly groupAgain: number;
  /** Between purchases of one buyer: absent where nobody came back. */
  readonly medianDays?: number | undefined;
  readonly rest: 'never' | { readonly afterDays: number };
  readonly scope: RepurchaseScope;
}

/** What the repurchase job learned: the artefact. */
export interface RepurchaseRules {
  readonly version: string;
  readonly asOf: Timestamp;
  readonly parameters: RepurchaseParameters;
  /** Those with enough buyers, parents before their children. */
  readonly categories: readonly LearnedRule[];
}

/** The name of a path, as texts of one length sort: of a category, not to be shown. */
export const pathKey = (path: readonly string[]): string => path.join('\n');
