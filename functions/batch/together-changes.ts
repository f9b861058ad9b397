import type { ObjectStore } from '../../domain/ports.ts';
import type { CountRules } from '../../domain/together/count.ts';
import { type Difference, encodeDifference, toDifference } from '../../domain/together/difference.ts';
import { leastKept } from '../../domain/together/kept-rows.ts';
import { decodeMatrix, type Matrix } from '../../domain/together/matrix.ts';
import { entryWork, gatherRanges, pairsOf, type Range } from '../../domain/together/work.ts';
import {
  digestOf,
  type KeptBase,
  type KeptPlan,
  keptFileKey,
  keptMatrixKey,
  readCurrent,
  unusableKey,
} from './kept-files.ts';
import type { CountWork, KeptFile } from './run-files.ts';

/** What counting costs, in pairs of a full count: some 4 ns each (bench/README.md). */
export interface CountCosts {
  /** Models with fewer pairs are counted in full, and keep nothing: in less time than it takes to see what changed. */
  readonly leastPairs: number;
  /** An addition to a count: most are of pairs that are not kept, and are looked up in the units. */
  readonly perAddition: number;
  /** A byte of what was kept, read and renumbered. */
  readonly perByte: number;
  /** An entry of the matrix, compared with the earlier one's. */
  readonly perEntry: number;
}
export const COUNT_COSTS: CountCosts = {
  leastPairs: 200_000_000,
  perAddition: 50,
  perByte: 2.5,
  perEntry: 15,
};

/** What changed is counted alone where that costs at most such a part of a full count: less would not be worth the trouble. */
const WORTH = 1 / 2;

/** Counts are kept anew when additions since cost more than such a part of a full count: writing them costs as much as reading. */
const KEPT_UNTIL = 1 / 8;
/** A base whose matrix is so many times larger would not fit beside ours. */
const LARGEST_BASE = 4;

/** A model's matrix as this run counts it. */
export interface Counted {
  readonly model: string;
  readonly runId: string;
  readonly matrix: Matrix;
  /** Its file. */
  readonly bytes: Uint8Array;
  readonly rules: CountRules;
  readonly ranges: readonly Range[];
  /** Work of each item's row when counted in full. */
  readonly work: Float64Array;
  /** Where the difference is to lie. */
  readonly differenceKey: string;
}

/** How a model's ranges are counted. */
export interface CountPlan {
  /** Ranges of each part. */
  readonly parts: readonly (readonly Range[])[];
  readonly changes?: CountWork['changes'];
  /** Where the counts of each range are kept; undefined where they are not. */
  readonly keep?: KeptPlan | undefined;
  /** For the run's record. */
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Decides whether a model is counted in full or from what an earlier run kept, and whether it keeps what it counts. In full when it is
 * small, when nothing was kept, when that cannot be read or was kept for fewer pairs, or when bringing it up to date would cost
 * more than half as much. Either way the rows are the same.
 */
export async function planChanges(
  counted: Counted,
  artefacts: ObjectStore,
  costs: CountCosts,
): Promise<CountPlan> {
  const pairs = pairsOf(counted.matrix);
  const all = pairs.reduce((sum, one) => sum + one, 0);
  const inFull = { parts: counted.ranges.map((range) => [range]) };
  const most = worthKeeping(counted, all, costs);
  if (all < costs.leastPairs || most <= 0)
    return { ...inFull, counts: { allPairs: all, pairsToCount: all, smallModels: 1 } };
  const current = await readCurrent(counted.model, artefacts);
  if (current && 'tooLarge' in current && counted.bytes.length >= current.tooLarge.bytes)
    return { ...inFull, counts: { allPairs: all, pairsToCount: all, modelsTooLargeToKeep: 1 } };
  const base = current && !('tooLarge' in current) ? current : undefined;
  const difference = base && (await differenceFrom(base, counted, artefacts));
  const planned = { allPairs: all, pairsToCount: difference?.increments ?? all };
  if (!base || !difference || costOf(counted, base, difference, costs) > WORTH * all) {
    const keep = await keepAnew(counted, all, most, artefacts);
    return { ...inFull, keep, counts: { ...planned, pairsToCount: all, ...reason(base, difference) } };
  }
  const isMoved =
    costs.perAddition * difference.increments > KEPT_UNTIL * all || base.least !== leastKept(counted.rules);
  const keep = isMoved ? await keepAnew(counted, all, most, artefacts) : undefined;
  return {
    parts: gatherRanges(
      counted.ranges,
      workOfChanges(counted, pairs, base, difference, costs),
      counted.work,
      counted.matrix.items.length,
    ),
    changes: {
      difference: counted.differenceKey,
      kept: base.files,
      unusable: unusableKey(counted.model, base.runId),
    },
    keep,
    counts: { ...planned, changedUnits: difference.changedUnits, modelsFromKept: 1 },
  };
}

const costOf = (
  { matrix }: Counted,
  base: KeptBase,
  difference: Difference,
  { perAddition, perByte, perEntry }: CountCosts,
): number => perAddition * difference.increments + perByte * base.bytes + perEntry * matrix.items.length;

/** Bytes of counts beyond which a full count is as good, even where nothing changed. */
const worthKeeping = ({ matrix }: Counted, pairs: number, { perByte, perEntry }: CountCosts): number =>
  Math.min(Number.MAX_SAFE_INTEGER, (WORTH * pairs - perEntry * matrix.items.length) / perByte);

const reason = (base: KeptBase | undefined, difference: Difference | undefined): Record<string, number> => {
  if (!base) return { modelsWithoutKept: 1 };
  return difference ? { modelsChangedTooMuch: 1 } : { modelsWithUnusableKept: 1 };
};

/** Leaves the difference for the parts. @returns undefined for a base that cannot be used */
async function differenceFrom(
  base: KeptBase,
  { model, matrix, bytes, rules, differenceKey }: Counted,
  artefacts: ObjectStore,
): Promise<Difference | undefined> {
  if (base.least > leastKept(rules) || base.matrix.bytes > LARGEST_BASE * bytes.length) return undefined;
  if (await artefacts.get(unusableKey(model, base.runId))) return undefined;
  const file = await artefacts.get(base.matrix.key);
  if (!file || digestOf(file) !== base.matrix.digest) return undefined;
  const difference = toDifference(decodeMatrix(file), matrix);
  const between = { from: base.matrix.digest, to: digestOf(bytes) };
  await artefacts.put(differenceKey, encodeDifference(difference, between));
  return difference;
}

/** What each row costs to bring up to date, in pairs. */
function workOfChanges(
  { rules: { topK } }: Counted,
  pairs: Float64Array,
  base: KeptBase,
  { rows, sets }: Difference,
  { perAddition, perByte }: CountCosts,
): Float64Array {
  const bytesPerPair = base.bytes / Math.max(1, base.pairs);
  return pairs.map((own, item) => {
    let additions = 0;
    for (let entry = rows.starts[item]!; entry < rows.starts[item + 1]!; entry++)
      additions += sets.starts[rows.sets[entry]! + 1]! - sets.starts[rows.sets[entry]!]!;
    return entryWork(own, topK) + perByte * bytesPerPair * own + perAddition * additions;
  });
}

/** The matrix is kept beside the counts: a run's own files are gone after a week. */
async function keepAnew(
  { model, runId, bytes, rules, ranges }: Counted,
  pairs: number,
  most: number,
  artefacts: ObjectStore,
): Promise<KeptPlan> {
  const key = keptMatrixKey(model, runId);
  await artefacts.put(key, bytes);
  const files = ranges.map((range, file): KeptFile => ({ key: keptFileKey(model, runId, file), ...range }));
  const matrix = { key, digest: digestOf(bytes), bytes: bytes.length };
  return { model, runId, matrix, least: leastKept(rules), pairs, files, most };
}
