import type { Timestamp } from '../events/event.ts';

/** What is counted together. */
export const TOGETHER_KINDS = ['view', 'buy', 'basket', 'view-buy'] as const;
export type TogetherKind = (typeof TOGETHER_KINDS)[number];
/** Kinds of one act each, which have a window of their own; view-buy takes the views of one and the purchases of another. */
export type SingleKind = Exclude<TogetherKind, 'view-buy'>;
export type Channel = 'all' | 'mobile' | 'web';
export type Similarity = 'cosine' | 'count' | 'jaccard' | 'lift' | 'llr';

/** A together run's parameters, none left open: durations are ISO 8601 (P60D, PT12H). */
export interface TogetherParameters {
  readonly asOf: Timestamp;
  readonly kinds: readonly TogetherKind[];
  readonly channels: readonly Channel[];
  readonly similarity: Similarity;
  readonly shrink: number;
  readonly targets: 'all' | 'live';
  readonly minCount: number;
  readonly topK: number;
  readonly maxItemsPerActor: number;
  /** Undefined: no cap. */
  readonly maxEventsPerActorPerDay?: number | undefined;
  /** Whether views and purchases of one's own listings count: `ignore` asks the catalogue who sells what. */
  readonly ownListings: 'count' | 'ignore';
  /** With targets live: rows with fewer than 8 entries are filled from the item's name group and leaf category. */
  readonly backOff: boolean;
  /** Whether counts are kept from run to run, and only what changed is counted: the same rows, to the byte. */
  readonly incremental: boolean;
  /** Of view-buy: from a view to a purchase at most. */
  readonly maxLag: string;
  readonly windows: Readonly<Record<SingleKind, string>>;
  readonly force: boolean;
  /** Share by which a stored score may differ from the new one before its row is rewritten. */
  readonly publishTolerance: number;
}

/** Every default of the together job (design §6). `asOf` is the time at which the run is planned. */
export const TOGETHER_DEFAULTS: Omit<TogetherParameters, 'asOf'> = {
  kinds: TOGETHER_KINDS,
  channels: ['all'],
  similarity: 'cosine',
  shrink: 10,
  targets: 'all',
  minCount: 2,
  topK: 100,
  maxItemsPerActor: 500,
  ownListings: 'count',
  backOff: false,
  incremental: false,
  maxLag: 'P7D',
  windows: { view: 'P60D', buy: 'P90D', basket: 'P90D' },
  force: false,
  publishTolerance: 0,
};

/** Purchases of one actor without an orderId are one basket until this long after its first. */
export const BASKET_GAP_MS = 30 * 60 * 1000;
/** Length of the list of most acted-on items, the fallback where nothing personal is known. */
export const POPULAR_ITEMS = 500;

type Given = { readonly [K in keyof TogetherParameters]?: TogetherParameters[K] | undefined };
type Open = Omit<Given, 'windows'> & {
  readonly windows?: { readonly [K in SingleKind]?: string | undefined } | undefined;
};

/** Fills what was not given with the defaults; kinds and channels lose repeats. */
export function resolveTogether(given: Open, now: number): TogetherParameters {
  const chosen = { ...TOGETHER_DEFAULTS, ...defined(given) };
  return {
    ...chosen,
    asOf: given.asOf ?? new Date(now).toISOString(),
    kinds: [...new Set(chosen.kinds)],
    channels: [...new Set(chosen.channels)],
    windows: { ...TOGETHER_DEFAULTS.windows, ...defined(given.windows ?? {}) },
  };
}

/** The moment after which each kind's acts count, ms. */
export function windowStarts({
  asOf,
  windows,
}: Pick<TogetherParameters, 'asOf' | 'windows'>): Record<SingleKind, number> {
  const start = (kind: SingleKind) => Date.parse(asOf) - durationMs(windows[kind]);
  return { view: start('view'), buy: start('buy'), basket: start('basket') };
}

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/;

/** Milliseconds of an ISO 8601 duration of days, hours and minutes. @throws RangeError for another text */
export function durationMs(text: string): number {
  const match = DURATION.exec(text);
  if (!match) throw new RangeError(`a duration must be like P60D or PT12H, got ${text}`);
  const [days, hours, minutes] = match.slice(1).map((digits) => Number(digits ?? 0));
  return ((days! * 24 + hours!) * 60 + minutes!) * 60_000;
}

const defined = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
