import type { Timestamp } from '../events/event.ts';

/** What is counted together. view-buy comes with its own issue; the parameters' schema refuses it until then. */
export const TOGETHER_KINDS = ['view', 'buy', 'basket'] as const;
export type TogetherKind = (typeof TOGETHER_KINDS)[number];
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
  readonly maxLag: string;
  readonly windows: Readonly<Record<TogetherKind, string>>;
  readonly force: boolean;
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
  maxLag: 'P7D',
  windows: { view: 'P60D', buy: 'P90D', basket: 'P90D' },
  force: false,
};

/** Purchases of one actor without an orderId are one basket until this long after its first. */
export const BASKET_GAP_MS = 30 * 60 * 1000;
/** Length of the list of most acted-on items, the fallback where nothing personal is known. */
export const POPULAR_ITEMS = 500;

type Given = { readonly [K in keyof TogetherParameters]?: TogetherParameters[K] | undefined };
type Open = Omit<Given, 'windows'> & {
  readonly windows?: { readonly [K in TogetherKind]?: string | undefined } | undefined;
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
