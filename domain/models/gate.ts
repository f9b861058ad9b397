import type { TopChange } from './tops.ts';

/**
 * Thresholds of the gate, in one place. It is there to catch what broke upstream, not to choose the better
 * model: each lies far from what a healthy run shows from one version to the next (bench/README.md).
 */
export const GATE_THRESHOLDS = {
  /** Least share of the last good version's rows. Fewer, and something broke rather than the market changed. */
  rows: 0.5,
  /** Least share of the last good version's keys that are there again. */
  keys: 0.5,
  /** Least coverage (rows an item acted on), as a share of the last. Falls when events lost their items' partners. */
  coverage: 0.5,
  /** Most rows whose first items are others or in another order. Four weeks change 99.4 %; mixed up ids leave none. */
  changed: 0.999,
  /** Least mean overlap of the rows' first items. Four weeks leave 30 %, a day 92 %; mixed up ids next to nothing. */
  overlap: 0.15,
  /** Least hit rate, as a share of the last good version's on the same events, which the new one has seen. */
  hitRate: 0.7,
  /** Common rows below which changes and overlap say nothing. */
  leastRows: 100,
  /** Hits of the last good version below which hit rates say nothing: 50 vary by 14 % by chance. */
  leastHits: 50,
} as const;

export interface Candidate {
  readonly name: string;
  readonly version: string;
  readonly rows: number;
  readonly keys: ReadonlySet<string>;
  /** Rows by item acted on, 0 … 1; undefined for a producer that does not say. */
  readonly coverage?: number | undefined;
}

export interface LastGood {
  readonly version: string;
  readonly keys: Iterable<string>;
  readonly coverage?: number | undefined;
}

/** What both versions answer to the same questions. */
export interface Comparison {
  readonly tops: TopChange;
  /** Made by other rules on purpose (another similarity, say): what differs is recorded and not judged. */
  readonly otherRules: boolean;
  /** Steps that people took, and how many each version foresaw; undefined where nobody's are known. */
  readonly probed?: { readonly probes: number; readonly hits: number; readonly lastHits: number } | undefined;
}

export interface Verdict {
  /** Why the candidate must not be published, with the figures; undefined when it may. */
  readonly refusal?: string | undefined;
  readonly figures: Readonly<Record<string, number>>;
}

/** Judges a model's new version by its volume, its coverage, and how it differs from the last good one. */
export function judge(
  candidate: Candidate,
  last: LastGood | undefined,
  comparison?: Comparison | undefined,
): Verdict {
  const { rows, coverage } = candidate;
  const figures = { rows, ...(coverage !== undefined && { coverage }) };
  if (!last) return rows === 0 ? { figures, refusal: `${candidate.name} has no rows at all` } : { figures };
  const { size, kept } = compareKeys(candidate.keys, last.keys);
  const refusals = [
    tooFew('rows', rows, size, GATE_THRESHOLDS.rows),
    tooFew('keys in common', kept, size, GATE_THRESHOLDS.keys),
    tooThin(coverage, last.coverage),
    ...(comparison ? differences(comparison) : []),
  ].filter((words) => words !== undefined);
  const all = { ...figures, lastRows: size, keysKept: kept, ...(comparison && figuresOf(comparison)) };
  if (refusals.length === 0) return { figures: all };
  return { figures: all, refusal: `${candidate.name} has ${refusals.join(', ')} (version ${last.version})` };
}

function compareKeys(keys: ReadonlySet<string>, lastKeys: Iterable<string>) {
  let [size, kept] = [0, 0];
  for (const key of lastKeys) {
    size++;
    if (keys.has(key)) kept++;
  }
  return { size, kept };
}

function figuresOf({ tops, probed }: Comparison): Record<string, number> {
  const { rows: rowsCompared, changed: rowsChanged, overlap } = tops;
  const compared = rowsCompared > 0 ? { rowsCompared, rowsChanged, overlap } : {};
  if (!probed || probed.probes === 0) return compared;
  const { probes, hits, lastHits } = probed;
  return { ...compared, probes, hitRate: hits / probes, lastHitRate: lastHits / probes };
}

function differences({ tops, otherRules, probed }: Comparison): (string | undefined)[] {
  if (otherRules) return [];
  const enough = tops.rows >= GATE_THRESHOLDS.leastRows;
  return [...(enough ? [tooChanged(tops), tooFar(tops)] : []), tooBlind(probed)];
}

function tooChanged({ changed, rows }: TopChange): string | undefined {
  if (changed <= GATE_THRESHOLDS.changed) return undefined;
  return `${percent(changed)} of ${rows} rows with other first items than the last good version, which must be at most ${percent(GATE_THRESHOLDS.changed)}`;
}

function tooFar({ overlap }: TopChange): string | undefined {
  if (overlap >= GATE_THRESHOLDS.overlap) return undefined;
  return `an overlap of ${percent(overlap)} with the first items of the last good version, which must be at least ${percent(GATE_THRESHOLDS.overlap)}`;
}

function tooBlind(probed: Comparison['probed']): string | undefined {
  if (!probed || probed.lastHits < GATE_THRESHOLDS.leastHits) return undefined;
  const { probes, hits, lastHits } = probed;
  if (hits >= GATE_THRESHOLDS.hitRate * lastHits) return undefined;
  return `a hit rate of ${percent(hits / probes)} on ${probes} steps of the last hours, which must be at least ${percent(GATE_THRESHOLDS.hitRate)} of the ${percent(lastHits / probes)} of the last good version`;
}

function tooFew(what: string, count: number, last: number, share: number): string | undefined {
  if (count >= share * last) return undefined;
  return `${count} ${what}, which must be at least ${100 * share} % of the ${last} of the last good version`;
}

function tooThin(coverage: number | undefined, last: number | undefined): string | undefined {
  if (coverage === undefined || last === undefined || coverage >= GATE_THRESHOLDS.coverage * last)
    return undefined;
  return `a coverage of ${percent(coverage)}, which must be at least half the ${percent(last)} of the last good version`;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
