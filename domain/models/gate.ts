/** Thresholds of the gate, in one place. Shares of the last good version. */
export const GATE_THRESHOLDS = {
  /** Fewer rows than this share, and something upstream broke rather than the market changed. */
  rows: 0.5,
  /** Of its keys fewer than this share are there again. */
  keys: 0.5,
  /** Coverage: rows an item acted on. Falls when events lost their items' partners. */
  coverage: 0.5,
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

export interface Verdict {
  /** Why the candidate must not be published, with the figures; undefined when it may. */
  readonly refusal?: string | undefined;
  readonly figures: Readonly<Record<string, number>>;
}

/** Judges a model's new version by its volume, coverage and difference from the last good one. */
export function judge(candidate: Candidate, last: LastGood | undefined): Verdict {
  const { rows, coverage } = candidate;
  const figures = { rows, ...(coverage !== undefined && { coverage }) };
  if (!last) return rows === 0 ? { figures, refusal: `${candidate.name} has no rows at all` } : { figures };
  const { size, kept } = compareKeys(candidate.keys, last.keys);
  const refusals = [
    tooFew('rows', rows, size, GATE_THRESHOLDS.rows),
    tooFew('keys in common', kept, size, GATE_THRESHOLDS.keys),
    tooThin(coverage, last.coverage),
  ].filter((words) => words !== undefined);
  const all = { ...figures, lastRows: size, keysKept: kept };
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

function tooFew(what: string, count: number, last: number, share: number): string | undefined {
  if (count >= share * last) return undefined;
  return `${count} ${what}, which must be at least ${100 * share} % of the ${last} of the last good version`;
}

function tooThin(coverage: number | undefined, last: number | undefined): string | undefined {
  if (coverage === undefined || last === undefined || coverage >= GATE_THRESHOLDS.coverage * last)
    return undefined;
  const [now, before] = [coverage, last].map((share) => `${(100 * share).toFixed(1)} %`);
  return `a coverage of ${now}, which must be at least half the ${before} of the last good version`;
}
